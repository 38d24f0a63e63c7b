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
/// <param name="AllowedAddresses">The networks from which it may be used, at most 20: CIDRs such as "203.0.113.0/24" and "2001:db8::/32", and single addresses. Left out: from anywhere.</param>
/// <param name="Limits">How much it may spend, and on what; left out: as much as there is. A token with the scope "users:write" can't have any.</param>
/// <param name="TrustedOnly">Whether it may send trusted documents only: those that `trustDocuments` has stored, and the platform's own. A token with the scope "users:write" or "documents:write" can't be so.</param>
internal sealed record CreateApiTokenInput(
    string Name, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt = null, IReadOnlyList<string>? AllowedAddresses = null, ApiTokenLimitsInput? Limits = null, bool TrustedOnly = false);

/// <param name="ApiToken">The new token.</param>
/// <param name="Secret">Send it as "Authorization: Bearer …". It is shown only here.</param>
[Payload]
internal sealed record CreatedApiToken(ApiToken ApiToken, string Secret);

[Extends<Mutation>]
internal static class CreateApiToken
{
    /// <summary>Makes a secret for a program, with some of the caller's own rights.</summary>
    [Scope(Scopes.UsersWrite), Throws<InvalidInput>]
    public static CreatedApiToken CreateApiTokenAsync(CreateApiTokenInput input, ClnDbContext db, Caller caller, Products products, TimeProvider time)
    {
        Check(input, caller, time);
        var secret = Secret.New(Secret.TokenPrefix);
        var token = new ApiToken
        {
            ResellerId = caller.RequireReseller(),
            UserId = caller.UserId!.Value,
            Name = Named(input.Name),
            ScopeList = string.Join(' ', input.Scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            AllowedList = AllowedAddresses.Read(input.AllowedAddresses ?? []),
            Prefix = Secret.Shown(secret),
            SecretHash = Secret.Hash(secret),
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = input.ExpiresAt,
        };
        token.Limit(input.Limits, products);
        token.TrustOnly(input.TrustedOnly);
        db.ApiTokens.Add(token);
        return new(token, secret);
    }

    /// <exception cref="InvalidInput">It is no name.</exception>
    internal static string Named(string name) => name.Trim() is { Length: > 0 and <= 100 } trimmed ? trimmed : throw new InvalidInput("name", "1 to 100 characters.");

    private static void Check(CreateApiTokenInput input, Caller caller, TimeProvider time)
    {
        if (input.Scopes.Count == 0) throw new InvalidInput("scopes", "at least one, such as \"licenses:read\".");
        if (input.Scopes.FirstOrDefault(scope => !Scopes.All.Contains(scope)) is { } unknown) throw new InvalidInput("scopes", $"there is no scope \"{unknown}\". There are {string.Join(", ", Scopes.All)}.");
        if (input.Scopes.FirstOrDefault(scope => !caller.Has(scope)) is { } denied) throw new InvalidInput("scopes", $"you don't have the scope {denied} yourself.");
        if (input.ExpiresAt <= time.GetUtcNow()) throw new InvalidInput("expiresAt", "an instant in the future.");
    }
}

/// <summary>What is left out stays as it is.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Name">What the token is for, up to 100 characters.</param>
/// <param name="AllowedAddresses">The networks from which it may be used from now on, all of them; none: from anywhere.</param>
/// <param name="Limits">How much it may spend from now on, and on what: the whole set, so that what is left out in it isn't limited. What it has spent today stays counted.</param>
/// <param name="TrustedOnly">Whether it may send trusted documents only.</param>
internal sealed record UpdateApiTokenInput(Id<ApiToken> Id, string? Name = null, IReadOnlyList<string>? AllowedAddresses = null, ApiTokenLimitsInput? Limits = null, bool? TrustedOnly = null);

[Extends<Mutation>]
internal static class UpdateApiToken
{
    /// <summary>Changes an API token's name, from where it may be used, how much it may spend and whether it may send trusted documents only, from the next call on. Scopes and expiry stay: make another token for others.</summary>
    [Scope(Scopes.UsersWrite), Throws<NotFound>]
    public static async Task<ApiToken> UpdateApiTokenAsync(UpdateApiTokenInput input, ClnDbContext db, Products products, CancellationToken cancellation)
    {
        var token = await RevokeApiToken.FindAsync(input.Id, db, cancellation);
        if (input.Name is { } name) token.Name = CreateApiToken.Named(name);
        if (input.AllowedAddresses is { } networks) token.AllowedList = AllowedAddresses.Read(networks);
        token.Limit(input.Limits, products);
        if (input.TrustedOnly is { } trustedOnly) token.TrustOnly(trustedOnly);
        return token;
    }
}

/// <param name="Id">The token's id.</param>
/// <param name="OldWorksForHours">How long the secret of now works beside the new one: 0, not at all, to 168, seven days.</param>
internal sealed record RotateApiTokenInput(Id<ApiToken> Id, int OldWorksForHours = 24);

/// <summary>The API token has been revoked or has expired: make a new one.</summary>
internal sealed class ApiTokenEnded() : DomainError("API_TOKEN_ENDED", "This API token has been revoked or has expired. Make a new one.");

[Extends<Mutation>]
internal static class RotateApiToken
{
    private const int LongestHours = 7 * 24;

    /// <summary>
    /// Gives an API token a new secret; all else stays. The secret of now goes on working for the time that you choose, so that every program can
    /// change over; one that is left from an earlier rotation ends at once.
    /// </summary>
    [Scope(Scopes.UsersWrite), Throws<NotFound>, Throws<ApiTokenEnded>]
    public static async Task<CreatedApiToken> RotateApiTokenAsync(RotateApiTokenInput input, ClnDbContext db, TimeProvider time, CancellationToken cancellation)
    {
        if (input.OldWorksForHours is < 0 or > LongestHours) throw new InvalidInput("oldWorksForHours", $"0 to {LongestHours} hours.");
        var token = await RevokeApiToken.FindAsync(input.Id, db, cancellation);
        var now = time.GetUtcNow();
        if (token.RevokedAt is not null || token.ExpiresAt <= now) throw new ApiTokenEnded();
        var secret = Secret.New(Secret.TokenPrefix);
        token.Rotate(secret, now.AddHours(input.OldWorksForHours));
        return new(token, secret);
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
        var token = await FindAsync(input.Id, db, cancellation);
        token.RevokedAt ??= time.GetUtcNow();
        return token;
    }

    internal static async Task<ApiToken> FindAsync(Id<ApiToken> id, ClnDbContext db, CancellationToken cancellation) =>
        await db.ApiTokens.FirstOrDefaultAsync(row => row.Id == id.Value, cancellation) ?? throw new NotFound("API token");
}
