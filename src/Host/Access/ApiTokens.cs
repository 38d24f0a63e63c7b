using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

[Extends<Reseller>]
internal static class ResellerApiTokens
{
    /// <summary>The account's API tokens, newest first, revoked ones too.</summary>
    [Scope(Scopes.UsersWrite)]
    public static Task<Connection<ApiToken>> ApiTokensAsync(Reseller reseller, Listing<ApiToken> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.ApiTokens.Where(token => token.ResellerId == reseller.Id), cancellation);
}

/// <param name="Name">What the token is for, up to 100 characters.</param>
/// <param name="Scopes">What it may do, such as "licenses:read"; none that the caller doesn't have.</param>
/// <param name="ExpiresAt">When it stops working; left out: never.</param>
internal sealed record CreateApiTokenInput(string Name, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt = null);

/// <param name="ApiToken">The new token.</param>
/// <param name="Secret">Send it as "Authorization: Bearer …". It is shown only here.</param>
[Payload]
internal sealed record CreatedApiToken(ApiToken ApiToken, string Secret);

[Extends<Mutation>]
internal static class CreateApiToken
{
    /// <summary>Makes a secret for a program, with some of the caller's own rights.</summary>
    [Scope(Scopes.UsersWrite), Throws<InvalidInput>]
    public static CreatedApiToken CreateApiTokenAsync(CreateApiTokenInput input, ClnDbContext db, Caller caller, TimeProvider time)
    {
        Check(input, caller, time);
        var secret = Secret.New(Secret.TokenPrefix);
        var token = new ApiToken
        {
            ResellerId = caller.RequireReseller(),
            UserId = caller.UserId!.Value,
            Name = input.Name.Trim(),
            ScopeList = string.Join(' ', input.Scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            Prefix = secret[..(Secret.TokenPrefix.Length + 4)],
            SecretHash = Secret.Hash(secret),
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = input.ExpiresAt,
        };
        db.ApiTokens.Add(token);
        return new(token, secret);
    }

    private static void Check(CreateApiTokenInput input, Caller caller, TimeProvider time)
    {
        if (input.Name.Trim() is not { Length: > 0 and <= 100 }) throw new InvalidInput("name", "1 to 100 characters.");
        if (input.Scopes.Count == 0) throw new InvalidInput("scopes", "at least one, such as \"licenses:read\".");
        if (input.Scopes.FirstOrDefault(scope => !Scopes.All.Contains(scope)) is { } unknown) throw new InvalidInput("scopes", $"there is no scope \"{unknown}\". There are {string.Join(", ", Scopes.All)}.");
        if (input.Scopes.FirstOrDefault(scope => !caller.Has(scope)) is { } denied) throw new InvalidInput("scopes", $"you don't have the scope {denied} yourself.");
        if (input.ExpiresAt <= time.GetUtcNow()) throw new InvalidInput("expiresAt", "an instant in the future.");
    }
}

/// <param name="Id">The token's id.</param>
internal sealed record RevokeApiTokenInput(Id<ApiToken> Id);

[Extends<Mutation>]
internal static class RevokeApiToken
{
    /// <summary>Ends an API token at once. Revoking it again changes nothing.</summary>
    [Scope(Scopes.UsersWrite), Throws<NotFound>]
    public static async Task<ApiToken> RevokeApiTokenAsync(RevokeApiTokenInput input, ClnDbContext db, TimeProvider time, CancellationToken cancellation)
    {
        var token = await db.ApiTokens.FirstOrDefaultAsync(row => row.Id == input.Id.Value, cancellation) ?? throw new NotFound("API token");
        token.RevokedAt ??= time.GetUtcNow();
        return token;
    }
}
