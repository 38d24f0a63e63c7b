namespace Cln.Tests.Spacewalk;

/// <summary>The calls that tests of server accounts make again and again.</summary>
internal static class SpacewalkCalls
{
    public static async Task<int> NumberAsync(this Api reseller) => (await reseller.SendAsync("{ reseller { number } }")).Worked().Number("reseller.number");

    public static async Task<string> BalanceAsync(this Api reseller) => (await reseller.SendAsync("{ balance { amount } }")).Worked().Text("balance.amount");

    public static Task<Answer> AddAccountAsync(this Api reseller, string login, int limit, string firstName = "Grace", string email = "grace@shop.example", string? key = null) => reseller.SendAsync(
        """
        mutation($login: String!, $limit: Int!, $firstName: String!, $email: String!, $key: IdempotencyKey) {
          addServerAccount(input: { login: $login, firstName: $firstName, lastName: "Hopper", company: "Shop Ltd", email: $email, limit: $limit, idempotencyKey: $key }) {
            serverAccount { id login firstName lastName company email limit used }
            errors { ... on Error { code message } ... on InvalidInput { field } }
          }
        }
        """,
        new { login, limit, firstName, email, key });

    /// <summary>A new account; its id.</summary>
    public static async Task<string> AccountAsync(this Api reseller, string login, int limit) =>
        (await reseller.AddAccountAsync(login, limit)).Worked("addServerAccount").Text("addServerAccount.serverAccount.id");

    public static Task<Answer> SetLimitAsync(this Api reseller, string id, int limit) => reseller.SendAsync(
        """
        mutation($id: ID!, $limit: Int!) {
          updateServerAccount(input: { id: $id, limit: $limit }) {
            serverAccount { limit used } errors { ... on Error { code message } ... on LimitBelowUse { limit used } }
          }
        }
        """,
        new { id, limit });

    public static Task<Answer> RemoveAccountAsync(this Api reseller, string id) => reseller.SendAsync(
        "mutation($id: ID!) { removeServerAccount(input: { id: $id }) { serverAccount { login } unregisteredServers { hostname } errors { ... on Error { code } } } }", new { id });

    /// <summary>A new key of an account.</summary>
    public static async Task<(string Id, string Token)> KeyAsync(this Api reseller, string accountId)
    {
        var answer = (await reseller.CreateKeyAsync(accountId)).Worked("createKey");
        return (answer.Text("createKey.key.id"), answer.Text("createKey.key.token"));
    }

    public static Task<Answer> CreateKeyAsync(this Api reseller, string accountId, string? key = null) => reseller.SendAsync(
        "mutation($id: ID!, $key: IdempotencyKey) { createKey(input: { serverAccountId: $id, idempotencyKey: $key }) { key { id token usage } errors { ... on Error { code } } } }",
        new { id = accountId, key });

    public static Task<Answer> RemoveKeyAsync(this Api reseller, string id) => reseller.SendAsync(
        "mutation($id: ID!) { removeKey(input: { id: $id }) { key { token } unregisteredServers { hostname } errors { ... on Error { code } } } }", new { id });

    public static Task<Answer> RegisterAsync(this World world, string key, string hostname) => world.At("198.51.100.7").SendAsync(
        """
        mutation($key: String!, $hostname: String!) {
          registerServer(input: { key: $key, hostname: $hostname }) {
            server { id hostname } secret errors { ... on Error { code message } ... on KeyLimitReached { limit used } }
          }
        }
        """,
        new { key, hostname });

    public static async Task<string> CheckInAsync(this World world, Answer registered)
    {
        var (id, secret) = (registered.Text("registerServer.server.id"), registered.Text("registerServer.secret"));
        var verdict = await world.At("198.51.100.7").SendAsync(
            "mutation($id: ID!, $secret: String!) { checkIn(input: { serverId: $id, secret: $secret, hostname: \"web1.shop.example\" }) { checkInVerdict { code } } }", new { id, secret });
        return verdict.Worked().Text("checkIn.checkInVerdict.code");
    }

    public static async Task<(int Total, int Unused, string Cost)> SummaryAsync(this Api reseller)
    {
        var summary = (await reseller.SendAsync("{ serverAccountsSummary { totalLicenses unusedLicenses monthlyCost } }")).Worked();
        return (summary.Number("serverAccountsSummary.totalLicenses"), summary.Number("serverAccountsSummary.unusedLicenses"), summary.Text("serverAccountsSummary.monthlyCost"));
    }
}
