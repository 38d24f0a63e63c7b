using Cln.Contracts;
using Cln.Data;
using Cln.Events;
using Microsoft.EntityFrameworkCore;

namespace Cln.Servers;

/// <summary>Who is registered.</summary>
internal sealed class Registry(ClnDbContext db, TimeProvider clock) : IServers
{
    public void Unregister(IEnumerable<Server> servers)
    {
        foreach (var server in servers.Where(server => server.UnregisteredAt is null))
        {
            server.UnregisteredAt = clock.GetUtcNow();
            db.Tell(() => new ServerUnregistered(server.ResellerId, server.Id, server.Hostname));
        }
    }

    public Task<Server?> EarlierAsync(Arrival arrival, Admission admission, CancellationToken cancellation) =>
        Earlier(db.Servers, arrival, admission).FirstOrDefaultAsync(cancellation);

    /// <summary>
    /// An address admits one machine, so the address alone says that it is the same. Behind a key there may be many machines at one
    /// address, and many of one name: there both have to agree.
    /// </summary>
    public static IQueryable<Server> Earlier(IQueryable<Server> servers, Arrival arrival, Admission admission)
    {
        var (resellerId, keyId) = admission;
        var candidates = servers.OfEveryReseller().Where(server => server.ResellerId == resellerId && server.KeyId == keyId && server.Ip == arrival.Ip);
        return (keyId is null ? candidates : candidates.Where(server => server.Hostname == arrival.Hostname)).OrderByDescending(server => server.LastCheckInAt);
    }
}
