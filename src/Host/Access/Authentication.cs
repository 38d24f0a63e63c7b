using System.Diagnostics;
using Cln.Data;
using Cln.Host.Events;
using Cln.Host.Graph.Transport;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <summary>Turns the secret that a request brings into its <see cref="Caller"/>.</summary>
internal sealed class Authentication(IServiceScopeFactory scopes, TokenUses uses, TimeProvider time)
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var caller = context.RequestServices.GetRequiredService<Caller>();
        caller.Address = context.Connection.RemoteIpAddress;
        caller.RequestId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        try
        {
            if (Bearer(context.Request) is { } secret) await context.RequestServices.GetRequiredService<Authentication>().SignInAsync(context.RequestServices, secret, context.RequestAborted);
        }
        catch (TokenAddressNotAllowed refused)
        {
            await context.RequestServices.GetRequiredService<Answers>().WriteAsync(context, MediaTypes.AcceptedBy(context.Request), TransportError.Forbidden(refused));
            return;
        }

        await next(context);
    }

    /// <summary>True when the secret is a living session's or token's; the scope's caller is then whoever it belongs to.</summary>
    /// <exception cref="TokenAddressNotAllowed">It is a token's, and the scope's caller is at an address from which that may not be used.</exception>
    public async Task<bool> SignInAsync(IServiceProvider services, string secret, CancellationToken cancellation)
    {
        await using var platform = scopes.CreatePlatformScope();
        var db = platform.ServiceProvider.GetRequiredService<ClnDbContext>();
        return secret.StartsWith(Secret.TokenPrefix, StringComparison.Ordinal)
            ? await SignInTokenAsync(services.GetRequiredService<Caller>(), db, Secret.Hash(secret), cancellation)
            : await SignInSessionAsync(services.GetRequiredService<Caller>(), db, Secret.Hash(secret), cancellation);
    }

    /// <summary>Whether a caller would come in with the same rights now.</summary>
    /// <param name="context">Its connection.</param>
    /// <param name="bearer">What it signed in with; null when that was in its request.</param>
    public async Task<bool> StillMayAsync(HttpContext context, string? bearer)
    {
        var caller = context.RequestServices.GetRequiredService<Caller>();
        if ((bearer ?? Bearer(context.Request)) is not { } secret) return true;
        await using var scope = scopes.CreateAsyncScope();
        var now = scope.ServiceProvider.GetRequiredService<Caller>();
        now.Address = caller.Address;
        try
        {
            await SignInAsync(scope.ServiceProvider, secret, context.RequestAborted);
        }
        catch (TokenAddressNotAllowed)
        {
            return false;
        }

        return now.Principal == caller.Principal && now.TrustedOnly == caller.TrustedOnly && now.Scopes.SetEquals(caller.Scopes);
    }

    private async Task<bool> SignInSessionAsync(Caller caller, ClnDbContext db, string hash, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var found = await (from session in db.Sessions
                           join user in db.Users on session.UserId equals user.Id
                           where session.SecretHash == hash && session.ExpiresAt > now
                           select new { session.Id, session.LastSeenAt, session.TwoFactor, UserId = user.Id, user.ResellerId, user.Role }).FirstOrDefaultAsync(cancellation);
        if (found is null || await RequiresTwoFactorAsync(db, found.ResellerId, found.Role, cancellation) is not { } requiresTwo) return false;
        uses.Seen(found.Id, found.LastSeenAt);

        // Where two factors are asked for, one gives no right but to set up another.
        caller.SignIn($"user:{found.UserId}", found.UserId, found.ResellerId == 0 ? null : found.ResellerId, requiresTwo && !found.TwoFactor ? [] : RoleScopes.Of(found.Role));
        caller.SessionId = found.Id;
        return true;
    }

    private async Task<bool> SignInTokenAsync(Caller caller, ClnDbContext db, string hash, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var found = await (from token in db.ApiTokens
                           join user in db.Users on token.UserId equals user.Id
                           where (token.SecretHash == hash || (token.OldSecretHash == hash && token.OldSecretEndsAt > now)) && token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now)
                           select new { token.Id, token.ScopeList, token.AllowedList, token.TrustedOnly, token.LastUsedAt, UserId = user.Id, user.ResellerId, user.Role }).FirstOrDefaultAsync(cancellation);
        if (found is null || await RequiresTwoFactorAsync(db, found.ResellerId, found.Role, cancellation) is null) return false;

        if (!AllowedAddresses.Allow(found.AllowedList, caller.Address))
        {
            uses.Refused(found.Id, found.ResellerId, caller.Address);
            throw new TokenAddressNotAllowed(caller.Address is { } address ? IpAddress.From(address).ToString() : "an unknown address");
        }

        uses.Used(found.Id, found.LastUsedAt, caller.Address);

        // A token never has more rights than its maker has now.
        caller.SignIn($"token:{found.Id}", found.UserId, found.ResellerId == 0 ? null : found.ResellerId, found.ScopeList.Split(' ').Intersect(RoleScopes.Of(found.Role), StringComparer.Ordinal));
        caller.TokenId = found.Id;
        caller.TrustedOnly = found.TrustedOnly;
        return true;
    }

    /// <returns>Whether sessions of this account need two factors; null when nobody may use it.</returns>
    private static async Task<bool?> RequiresTwoFactorAsync(ClnDbContext db, long resellerId, Role role, CancellationToken cancellation) => role == Role.Operator
        ? false
        : await db.Resellers.Where(reseller => reseller.Id == resellerId && reseller.State == ResellerState.Active).Select(reseller => (bool?)reseller.RequiresTwoFactor).FirstOrDefaultAsync(cancellation);

    private static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : SessionCookie.Read(request);
    }
}

/// <summary>Lets a WebSocket sign in by its first message, and ends what listens when its rights have.</summary>
internal sealed class SocketSignIn(Authentication authentication, ILogger<SocketSignIn> log) : ISocketSignIn
{
    public Task<bool> SignInAsync(HttpContext context, string bearer) => authentication.SignInAsync(context.RequestServices, bearer, context.RequestAborted);

    public async Task<bool> StillMayAsync(HttpContext context, string? bearer)
    {
        try
        {
            return await authentication.StillMayAsync(context, bearer);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Whoever can't be looked up now is looked up next time; nothing can be told to them meanwhile either.
            log.LogWarning(failure, "The rights of a connection could not be looked at; looking again");
            return true;
        }
    }
}
