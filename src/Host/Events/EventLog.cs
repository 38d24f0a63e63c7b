using Cln.Data;
using Cln.Events;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Events;

/// <summary>Writes the told events into the change's own transaction, each reseller's in one unbroken sequence.</summary>
internal sealed class EventLog(ClnDbContext db, EventTypes types, EventPulse pulse, TimeProvider time)
{
    /// <returns>The resellers whose log has grown.</returns>
    public async Task<IReadOnlyList<long>> WriteAsync(IReadOnlyList<DomainEvent> told, CancellationToken cancellation)
    {
        if (told.Count == 0) return [];
        foreach (var happened in told.GroupBy(happened => happened.ResellerId).OrderBy(group => group.Key))
        {
            var sequence = await ReserveAsync(happened.Key, happened.Count(), cancellation);
            foreach (var one in happened) Add(one, ++sequence);
        }

        await db.SaveChangesAsync(cancellation);
        return [.. told.Select(happened => happened.ResellerId).Distinct()];
    }

    public void Announce(IReadOnlyList<long> resellers)
    {
        foreach (var reseller in resellers) pulse.Tell(reseller);
    }

    /// <summary>Takes the next numbers; the head's row stays locked until the commit, so numbers become visible in their order.</summary>
    private async Task<long> ReserveAsync(long resellerId, int count, CancellationToken cancellation)
    {
        var head = db.EventHeads.OfEveryReseller().Where(row => row.ResellerId == resellerId);
        if (await head.ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSequence, row => row.LastSequence + count), cancellation) == 0)
        {
            db.Add(new EventHead { ResellerId = resellerId, LastSequence = count });
            await db.SaveChangesAsync(cancellation);
            return 0;
        }

        return await head.Select(row => row.LastSequence).SingleAsync(cancellation) - count;
    }

    private void Add(DomainEvent happened, long sequence)
    {
        var now = time.GetUtcNow();
        var row = EventRow.Of(happened, EventTypes.Write(happened), sequence, now);
        db.Add(row);
        foreach (var handler in types.HandlersOf(happened)) db.Add(new EventDelivery { Event = row, Handler = handler, NextAttemptAt = now });
    }
}
