using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>The rows of the inbox, each call in its caller's transaction.</summary>
internal sealed class InboxRows(ClnDbContext db, TimeProvider clock)
{
    /// <summary>Longer than a worker takes for one event; after it another takes it.</summary>
    private static readonly TimeSpan claim = TimeSpan.FromSeconds(60);

    /// <summary>Stores an event once.</summary>
    /// <returns>False when it is there already.</returns>
    /// <exception cref="WebhookRefused">This delivery came before, with another body: its signature was used for a second one.</exception>
    public async Task<bool> AddAsync(string gateway, WebhookEvent told, string? bodyHash, CancellationToken cancellation)
    {
        if (told.DeliveryId is { } delivery &&
            await db.InboxEvents.AsNoTracking().FirstOrDefaultAsync(e => e.Gateway == gateway && e.DeliveryId == delivery, cancellation) is { } delivered)
            return delivered.BodyHash == bodyHash ? false : throw new WebhookRefused($"The delivery {delivery} came before, with another body.");
        if (await db.InboxEvents.AnyAsync(e => e.Gateway == gateway && e.EventId == told.Id, cancellation)) return false;
        db.InboxEvents.Add(InboxEvent.Of(gateway, told, bodyHash, clock.GetUtcNow()));
        return true;
    }

    public Task<List<long>> DueAsync(int most, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return db.InboxEvents.Where(e => e.NextTryAt <= now).OrderBy(e => e.NextTryAt).ThenBy(e => e.Id).Select(e => e.Id).Take(most).ToListAsync(cancellation);
    }

    /// <returns>The event, which only the caller works on for a minute; null when another does.</returns>
    public async Task<InboxEvent?> ClaimAsync(long id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var until = now + claim;
        var claimed = await db.InboxEvents.Where(e => e.Id == id && e.NextTryAt <= now).ExecuteUpdateAsync(set => set.SetProperty(e => e.NextTryAt, until), cancellation);
        return claimed == 0 ? null : await db.InboxEvents.AsNoTracking().SingleAsync(e => e.Id == id, cancellation);
    }

    /// <summary>The payments that an event may be about, and whether anybody is asking about one at the moment.</summary>
    public async Task<IReadOnlyList<(long Id, bool Leased)>> PaymentsAsync(InboxEvent told, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var names = told.Names.ToArray();
        var found = await db.Payments.OfEveryReseller().AsNoTracking()
            .Where(p => p.Gateway == told.Gateway &&
                ((p.GatewayId != null && names.Contains(p.GatewayId)) || (p.GatewayChargeId != null && names.Contains(p.GatewayChargeId)) ||
                    (told.PaymentKey != null && p.GatewayKey == told.PaymentKey)))
            .OrderBy(p => p.Id).Take(10).Select(p => new { p.Id, p.LeasedUntil }).ToListAsync(cancellation);
        return [.. found.Select(payment => (payment.Id, payment.LeasedUntil > now))];
    }

    public async Task<InboxEvent> ChangeAsync(long id, Action<InboxEvent> change, CancellationToken cancellation)
    {
        var told = await db.InboxEvents.SingleAsync(e => e.Id == id, cancellation);
        change(told);
        return told;
    }

    public async Task<DateTimeOffset?> MarkAsync(string gateway, CancellationToken cancellation) =>
        await db.CatchUpMarks.Where(mark => mark.Gateway == gateway).Select(mark => (DateTimeOffset?)mark.At).FirstOrDefaultAsync(cancellation);

    public async Task SetMarkAsync(string gateway, DateTimeOffset at, CancellationToken cancellation)
    {
        if (await db.CatchUpMarks.FirstOrDefaultAsync(mark => mark.Gateway == gateway, cancellation) is not { } mark) db.CatchUpMarks.Add(new() { Gateway = gateway, At = at });
        else if (mark.At < at) mark.At = at;
    }
}
