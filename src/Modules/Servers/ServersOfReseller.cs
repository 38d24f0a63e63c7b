using Cln.Data;
using Cln.Graph;

namespace Cln.Servers;

[Extends<Reseller>]
internal static class ServersOfReseller
{
    /// <summary>The reseller's registered servers, those admitted by address and those admitted by a key.</summary>
    [Scope(Scopes.ServersRead)]
    public static Task<Connection<Server>> ServersAsync(Reseller reseller, Listing<Server> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.Servers.Where(server => server.ResellerId == reseller.Id), cancellation);
}
