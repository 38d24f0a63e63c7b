using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

[Extends<Mutation>]
internal static class SignOut
{
    /// <summary>Ends the session that this call came with, and clears the cookie. An API token is not ended: revoke it.</summary>
    [SignedIn]
    public static async Task<Viewer?> SignOutAsync(Caller caller, SessionCookie cookie, Me me, ClnDbContext db, CancellationToken cancellation)
    {
        var viewer = await me.FindAsync(cancellation);
        if (caller.SessionId is { } id) await db.Sessions.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation);
        cookie.Clear();
        return viewer;
    }
}
