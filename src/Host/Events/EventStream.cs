using System.Runtime.CompilerServices;
using Cln.Data;
using Cln.Events;
using Cln.Host.Graph.Listings;
using Cln.Host.Graph.Transport;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Events;

/// <summary>The one event that the scope's subscription is told of. A service of each scope; where nothing is set, a subscription goes on until it is ended.</summary>
internal sealed class OneEvent
{
    public EventRow? Row { get; set; }
}

/// <summary>Follows the log of the caller's account: rows first, then a wait for the pulse.</summary>
internal sealed class EventStream(IServiceScopeFactory scopes, EventPulse pulse, EventTypes types, Caller caller, ResumePoint resume, OneEvent one) : IEventStream
{
    private const int Batch = 256;

    public bool IsOfOneEvent => one.Row is not null;

    public async Task<long> PlaceAsync(string? after, CancellationToken cancellation)
    {
        if (one.Row is { } row) return row.Sequence - 1;
        return (resume.Cursor ?? after) is { } cursor ? await PlaceOfAsync(cursor, cancellation) : await LatestAsync(cancellation);
    }

    /// <summary>The number of the latest event; 0 when there is none.</summary>
    public async Task<long> LatestAsync(CancellationToken cancellation) => (await HeadAsync(cancellation)).Last;

    /// <summary>The place that a cursor names.</summary>
    /// <exception cref="InvalidCursor">It is no cursor of an event.</exception>
    /// <exception cref="CursorExpired">The log doesn't reach back to it.</exception>
    public async Task<long> PlaceOfAsync(string cursor, CancellationToken cancellation)
    {
        var place = EventCursor.Decode(cursor);
        return place >= (await HeadAsync(cancellation)).Trimmed ? place : throw new CursorExpired();
    }

    public async IAsyncEnumerable<StoredEvent> FollowAsync(long place, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in FollowRowsAsync(place, cancellation)) yield return new(row.Sequence, row.At, types.Read(row));
    }

    /// <summary>The same as rows, those of modules that are gone too.</summary>
    public async IAsyncEnumerable<EventRow> FollowRowsAsync(long place, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        if (one.Row is { } row)
        {
            yield return row;
            yield break;
        }

        while (true)
        {
            using var beat = pulse.Await(resellerId);
            var rows = await ReadAsync(resellerId, place, cancellation);
            foreach (var next in rows)
            {
                place = next.Sequence;
                yield return next;
            }

            if (rows.Count < Batch) await beat.Task.WaitAsync(cancellation);
        }
    }

    private async Task<(long Last, long Trimmed)> HeadAsync(CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        await using var scope = scopes.CreatePlatformScope();
        var heads = scope.ServiceProvider.GetRequiredService<ClnDbContext>().EventHeads.AsNoTracking();
        var head = await heads.FirstOrDefaultAsync(row => row.ResellerId == resellerId, cancellation);
        return (head?.LastSequence ?? 0, head?.TrimmedThrough ?? 0);
    }

    private async Task<List<EventRow>> ReadAsync(long resellerId, long after, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        return await db.Events.AsNoTracking().Where(row => row.ResellerId == resellerId && row.Sequence > after).OrderBy(row => row.Sequence).Take(Batch).ToListAsync(cancellation);
    }
}
