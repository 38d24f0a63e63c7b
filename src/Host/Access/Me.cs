using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <summary>This is for the person itself: sign in. An API token can't do it.</summary>
internal sealed class SessionNeeded() : DomainError("SESSION_NEEDED", "This is for the person itself: sign in. An API token can't do it.");

/// <summary>Who is calling, as the API shows it.</summary>
internal sealed class Me(ClnDbContext db, Caller caller)
{
    public async Task<Viewer?> FindAsync(CancellationToken cancellation)
    {
        if (caller.UserId is not { } id || await db.Users.OfEveryReseller().AsNoTracking().FirstOrDefaultAsync(user => user.Id == id, cancellation) is not { } user) return null;
        var reseller = caller.ResellerId is { } resellerId ? await db.Resellers.AsNoTracking().FirstOrDefaultAsync(row => row.Id == resellerId, cancellation) : null;
        return Accounts.View(user, reseller, twoFactor: true) with { Scopes = [.. RoleScopes.Of(user.Role).Where(caller.Has)] };
    }

    /// <summary>The caller's user id.</summary>
    /// <exception cref="SessionNeeded">The caller is no person that has signed in.</exception>
    public long RequireSession() => caller is { SessionId: not null, UserId: { } id } ? id : throw new SessionNeeded();

    /// <summary>The user id of a viewer who is the caller.</summary>
    /// <exception cref="SessionNeeded">It is somebody else, or the caller is a program that has no business with people.</exception>
    public async Task<long> SelfAsync(Viewer viewer, CancellationToken cancellation)
    {
        var id = caller.UserId is { } user && (caller.SessionId is not null || caller.Has(Scopes.UsersWrite)) ? user : throw new SessionNeeded();
        return await db.Users.AnyAsync(row => row.Id == id && row.UserName == viewer.Login, cancellation) ? id : throw new SessionNeeded();
    }
}

[Extends<Query>]
internal static class Viewers
{
    /// <summary>Who is signed in; null when nobody is.</summary>
    [AllowAnonymous]
    public static Task<Viewer?> MeAsync(Me me, CancellationToken cancellation) => me.FindAsync(cancellation);
}
