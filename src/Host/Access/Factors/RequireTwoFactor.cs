using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access.Factors;

/// <param name="Required">Whether everybody needs two factors from now on.</param>
internal sealed record RequireTwoFactorInput(bool Required);

[Extends<Mutation>]
internal static class RequireTwoFactor
{
    /// <summary>
    /// Asks two factors of everybody who signs in to the account, from the next request on: a session that was signed in by a password alone may then do nothing
    /// but set up a second factor. API tokens go on working. It takes a session that has shown two itself.
    /// </summary>
    [Scope(Scopes.UsersWrite), Throws<SessionNeeded>, Throws<SecondFactorRequired>]
    public static async Task<Reseller> RequireTwoFactorAsync(RequireTwoFactorInput input, Me me, ClnDbContext db, Caller caller, CancellationToken cancellation)
    {
        me.RequireSession();
        if (!await db.Sessions.AnyAsync(session => session.Id == caller.SessionId && session.TwoFactor, cancellation)) throw new SecondFactorRequired();
        var id = caller.RequireReseller();
        var reseller = await db.Resellers.SingleAsync(row => row.Id == id, cancellation);
        reseller.RequiresTwoFactor = input.Required;
        return reseller;
    }
}
