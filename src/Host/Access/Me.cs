using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <summary>Who is calling, as the API shows it.</summary>
internal sealed class Me(ClnDbContext db, Caller caller)
{
    public async Task<Viewer?> FindAsync(CancellationToken cancellation)
    {
        if (caller.UserId is not { } id || await db.Users.OfEveryReseller().AsNoTracking().FirstOrDefaultAsync(user => user.Id == id, cancellation) is not { } user) return null;
        var reseller = caller.ResellerId is { } resellerId ? await db.Resellers.AsNoTracking().FirstOrDefaultAsync(row => row.Id == resellerId, cancellation) : null;
        return Accounts.View(user, reseller) with { Scopes = [.. RoleScopes.Of(user.Role).Where(caller.Has)] };
    }
}

[Extends<Query>]
internal static class Viewers
{
    /// <summary>Who is signed in; null when nobody is.</summary>
    [AllowAnonymous]
    public static Task<Viewer?> MeAsync(Me me, CancellationToken cancellation) => me.FindAsync(cancellation);
}
