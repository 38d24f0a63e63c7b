using System.Runtime.CompilerServices;
using Cln.Data;
using Cln.Events;
using Cln.Host.Graph.Listings;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Events;

/// <summary>Follows the log: rows first, then a wait for the pulse or for the next look, since another host's commits make no pulse here.</summary>
internal sealed class EventStream(IServiceScopeFactory scopes, EventPulse pulse, EventTypes types) : IEventStream
{
    private const int Batch = 256;

    private static readonly TimeSpan lookAgain = TimeSpan.FromMilliseconds(500);

    public async Task<long> LatestAsync(long resellerId, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        return await db.EventHeads.Where(head => head.ResellerId == resellerId).Select(head => head.LastSequence).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>The place that a caller's cursor names; 0 without one.</summary>
    /// <exception cref="InvalidCursor">It is no cursor of an event.</exception>
    /// <exception cref="CursorExpired">The log doesn't reach back to it.</exception>
    public async Task<long> StartAsync(long resellerId, string? cursor, CancellationToken cancellation)
    {
        if (cursor is null) return 0;
        var start = EventCursor.Decode(cursor);
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var trimmed = await db.EventHeads.Where(head => head.ResellerId == resellerId).Select(head => head.TrimmedThrough).FirstOrDefaultAsync(cancellation);
        return start >= trimmed ? start : throw new CursorExpired();
    }

    public async IAsyncEnumerable<StoredEvent> FollowAsync(long resellerId, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in FollowRowsAsync(resellerId, after, cancellation)) yield return new(row.Sequence, row.At, types.Read(row));
    }

    /// <summary>The same as rows, those of modules that are gone too.</summary>
    public async IAsyncEnumerable<EventRow> FollowRowsAsync(long resellerId, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var beat = pulse.Next(resellerId);
            var rows = await ReadAsync(resellerId, after, cancellation);
            foreach (var row in rows)
            {
                after = row.Sequence;
                yield return row;
            }

            if (rows.Count < Batch) await Task.WhenAny(beat, Task.Delay(lookAgain, TimeProvider.System, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private async Task<List<EventRow>> ReadAsync(long resellerId, long after, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        return await db.Events.AsNoTracking().Where(row => row.ResellerId == resellerId && row.Sequence > after).OrderBy(row => row.Sequence).Take(Batch).ToListAsync(cancellation);
    }
}
