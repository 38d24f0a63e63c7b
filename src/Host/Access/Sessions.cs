using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <summary>Opens and ends sessions, in the caller's transaction.</summary>
internal sealed class Sessions(ClnDbContext db, TimeProvider time)
{
    /// <summary>A new session; null when nobody may sign in to the person's account.</summary>
    /// <param name="user">Who has shown who it is.</param>
    /// <param name="twoFactor">Whether by two factors. Where the account asks for two, a session without has no rights but to set a second one up.</param>
    /// <param name="from">From where.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<NewSession?> OpenAsync(User user, bool twoFactor, Whereabouts from, CancellationToken cancellation)
    {
        var reseller = await db.Resellers.FirstOrDefaultAsync(row => row.Id == user.ResellerId, cancellation);
        if (user.Role != Role.Operator && reseller is not { State: ResellerState.Active }) return null;
        var token = Secret.New(Secret.SessionPrefix);
        var now = time.GetUtcNow();
        db.Sessions.Add(new()
        {
            ResellerId = user.ResellerId,
            UserId = user.Id,
            SecretHash = Secret.Hash(token),
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + Session.Lifetime,
            Address = from.Address,
            UserAgent = from.UserAgent,
            TwoFactor = twoFactor,
        });
        return new(token, now + Session.Lifetime, Accounts.View(user, reseller, twoFactor));
    }

    /// <summary>Ends a person's sessions at once, all but one where it says so.</summary>
    /// <returns>How many.</returns>
    public Task<int> EndAsync(User user, long? except, CancellationToken cancellation) =>
        db.Sessions.Where(session => session.UserId == user.Id && session.Id != except).ExecuteDeleteAsync(cancellation);
}

[Extends<Viewer>]
internal static class SessionsOfViewer
{
    /// <summary>Where one is signed in, the latest sign-in first. For the person itself: with a session, or a token that has the scope "users:write".</summary>
    [SignedIn]
    public static async Task<Connection<Session>> SessionsAsync(Viewer viewer, Listing<Session> list, Me me, ClnDbContext db, TimeProvider time, CancellationToken cancellation)
    {
        var user = await me.SelfAsync(viewer, cancellation);
        var now = time.GetUtcNow();
        return await list.PageAsync(db.Sessions.Where(session => session.UserId == user && session.ExpiresAt > now), cancellation);
    }
}

/// <param name="Id">The session's id.</param>
internal sealed record RevokeSessionInput(Id<Session> Id);

[Extends<Mutation>]
internal static class RevokeSession
{
    /// <summary>Ends one of your own sessions at once; what listens on it ends within a minute.</summary>
    [SignedIn, Throws<NotFound>, Throws<SessionNeeded>]
    public static async Task<Session> RevokeSessionAsync(RevokeSessionInput input, Me me, ClnDbContext db, CancellationToken cancellation)
    {
        var user = me.RequireSession();
        var session = await db.Sessions.FirstOrDefaultAsync(row => row.Id == input.Id.Value && row.UserId == user, cancellation) ?? throw new NotFound("session");
        db.Sessions.Remove(session);
        return session;
    }
}

[Extends<Mutation>]
internal static class RevokeOtherSessions
{
    /// <summary>Ends all of your sessions but the one that this call came with, at once.</summary>
    [SignedIn, Throws<SessionNeeded>]
    public static async Task<Viewer?> RevokeOtherSessionsAsync(Me me, Caller caller, ClnDbContext db, CancellationToken cancellation)
    {
        var user = me.RequireSession();
        await db.Sessions.Where(session => session.UserId == user && session.Id != caller.SessionId).ExecuteDeleteAsync(cancellation);
        return await me.FindAsync(cancellation);
    }
}

/// <param name="Id">The user's id.</param>
internal sealed record EndUserSessionsInput(Id<User> Id);

[Extends<Mutation>]
internal static class EndUserSessions
{
    /// <summary>Signs one of the account's people out everywhere, at once. API tokens go on working: revoke them. Who shouldn't come back is removed by `removeUser`.</summary>
    [Scope(Scopes.UsersWrite), Throws<NotFound>]
    public static async Task<User> EndUserSessionsAsync(EndUserSessionsInput input, Sessions sessions, ClnDbContext db, Caller caller, CancellationToken cancellation)
    {
        var user = await RemoveUser.FindAsync(input.Id, db, caller, cancellation);
        await sessions.EndAsync(user, except: null, cancellation);
        return user;
    }
}
