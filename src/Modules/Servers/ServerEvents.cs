using System.Runtime.CompilerServices;
using Cln.Data;
using Cln.Events;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Servers;

[Extends<Subscription>]
internal static class ServerEvents
{
    /// <summary>Each server of yours that registers or checks in after `after`, as it is by then.</summary>
    /// <param name="after">A cursor: of an event, from `eventsCursor`, or from the `extensions` of the last result. Without it, from now on.</param>
    [Scope(Scopes.ServersRead)]
    public static async IAsyncEnumerable<Told<Server>> ServerCheckedIn(string? after, IEventStream events, ClnDbContext db, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var stored in events.FollowAsync(await events.PlaceAsync(after, cancellation), cancellation))
        {
            var id = stored.Happened switch { ServerCheckedIn checkedIn => checkedIn.ServerId, ServerRegistered registered => registered.ServerId, _ => 0 };
            if (id != 0 && await db.Servers.AsNoTracking().SingleOrDefaultAsync(server => server.Id == id, cancellation) is { } server) yield return stored.Tell(server);
        }
    }
}
