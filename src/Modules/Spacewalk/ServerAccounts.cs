using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

[Extends<Query>]
internal static class ServerAccounts
{
    /// <summary>Your server accounts; newest first.</summary>
    [Scope(Scopes.ServersRead)]
    public static Task<Connection<ServerAccount>> ServerAccountsAsync(Listing<ServerAccount> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.ServerAccounts, cancellation);

    /// <summary>Your server account with this login; null when there is none.</summary>
    /// <param name="login">With the prefix or without it.</param>
    [Scope(Scopes.ServersRead)]
    public static async Task<ServerAccount?> ServerAccountAsync(string login, Caller caller, ClnDbContext db, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        var reseller = await db.Resellers.SingleAsync(own => own.Id == resellerId, cancellation);
        return AccountLogin.TryParse(reseller.Number, login) is { } full
            ? await db.ServerAccounts.SingleOrDefaultAsync(account => account.Login == full, cancellation)
            : null;
    }
}

[Extends<Reseller>]
internal static class ResellerServerAccounts
{
    /// <summary>The reseller's server accounts; newest first.</summary>
    [Scope(Scopes.ServersRead)]
    public static Task<Connection<ServerAccount>> ServerAccountsAsync(Reseller reseller, Listing<ServerAccount> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.ServerAccounts.Where(account => account.ResellerId == reseller.Id), cancellation);
}
