namespace Cln.Tests.Access;

/// <summary>The calls about API tokens that many tests make.</summary>
internal static class TokenCalls
{
    private const string Token = "apiToken { id name prefix allowedAddresses limits { dailySpend licensesPerHour products } oldSecretEndsAt lastUsedAt lastUsedFrom usage { spentToday licensesThisHour } }";

    private const string Error = "errors { __typename ... on Error { code message } }";

    public static readonly string[] Buyer = ["licenses:read", "licenses:write", "servers:write", "billing:read", "billing:write", "prices:read"];

    /// <summary>Makes a token for buying, unless it is for something else.</summary>
    public static Task<Answer> CreateTokenAsync(this Api admin, object? limits = null, string[]? addresses = null, string[]? scopes = null) => admin.SendAsync(
        $"mutation($scopes: [String!]!, $addresses: [String!], $limits: ApiTokenLimitsInput) {{ createApiToken(input: {{ name: \"buyer\", scopes: $scopes, allowedAddresses: $addresses, limits: $limits }}) {{ {Token} secret {Error} }} }}",
        new { scopes = scopes ?? Buyer, addresses, limits });

    /// <summary>A new token: its id and its secret.</summary>
    public static async Task<(string Id, string Secret)> TokenAsync(this Api admin, object? limits = null, string[]? addresses = null, string[]? scopes = null)
    {
        var answer = (await admin.CreateTokenAsync(limits, addresses, scopes)).Worked("createApiToken");
        return (answer.Text("createApiToken.apiToken.id"), answer.Text("createApiToken.secret"));
    }

    public static Task<Answer> UpdateTokenAsync(this Api admin, string id, object? limits = null, string[]? addresses = null, string? name = null) => admin.SendAsync(
        $"mutation($id: ID!, $name: String, $addresses: [String!], $limits: ApiTokenLimitsInput) {{ updateApiToken(input: {{ id: $id, name: $name, allowedAddresses: $addresses, limits: $limits }}) {{ {Token} {Error} }} }}",
        new { id, name, addresses, limits });

    public static Task<Answer> RotateTokenAsync(this Api admin, string id, int hours = 24) => admin.SendAsync(
        $"mutation($id: ID!, $hours: Int!) {{ rotateApiToken(input: {{ id: $id, oldWorksForHours: $hours }}) {{ {Token} secret {Error} }} }}", new { id, hours });

    public static Task<Answer> RevokeTokenAsync(this Api admin, string id) =>
        admin.SendAsync($"mutation($id: ID!) {{ revokeApiToken(input: {{ id: $id }}) {{ apiToken {{ id }} {Error} }} }}", new { id });

    /// <summary>"22.06, 3 licences".</summary>
    public static async Task<string> UsageAsync(this Api admin, string id)
    {
        var token = (await admin.SendAsync("query($id: ID!) { node(id: $id) { ... on ApiToken { usage { spentToday licensesThisHour } } } }", new { id })).Worked();
        return $"{token.Text("node.usage.spentToday")}, {token.Number("node.usage.licensesThisHour")} licences";
    }
}
