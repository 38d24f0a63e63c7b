using System.Runtime.CompilerServices;
using Cln.Data;
using Cln.Events;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Servers;

[Extends<Subscription>]
internal static class ServerEvents
{
    /// <summary>Each server of yours that registers or checks in, from now on, as it is by then.</summary>
    [Scope(Scopes.ServersRead)]
    public static async IAsyncEnumerable<Server> ServerCheckedIn(IEventStream events, Caller caller, ClnDbContext db, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        await foreach (var stored in events.FollowAsync(resellerId, await events.LatestAsync(resellerId, cancellation), cancellation))
        {
            var id = stored.Happened switch { ServerCheckedIn checkedIn => checkedIn.ServerId, ServerRegistered registered => registered.ServerId, _ => 0 };
            if (id != 0 && await db.Servers.AsNoTracking().SingleOrDefaultAsync(server => server.Id == id, cancellation) is { } server) yield return server;
        }
    }
}
