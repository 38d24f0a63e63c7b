using Cln.Data;
using Cln.Host.Events;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Webhooks;

/// <summary>
/// Makes a delivery of each event that a webhook wants, in the order of the log. How far it has come stands on the webhook's own row and moves by a guarded update in the
/// transaction that adds the deliveries: so each is made once, by whichever host.
/// </summary>
internal sealed class WebhookQueue(IServiceScopeFactory scopes, EventTypes types, TimeProvider clock)
{
    private const int AtOnce = 200;

    /// <returns>How many events were gone through.</returns>
    public async Task<int> QueueAsync(CancellationToken cancellation)
    {
        var all = 0;
        foreach (var hook in await BehindAsync(cancellation)) all += await QueueAsync(hook, cancellation);
        return all;
    }

    private async Task<List<long>> BehindAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var heads = db.EventHeads;
        return await db.Webhooks.AsNoTracking()
            .Where(hook => hook.State == WebhookState.Enabled && heads.Any(head => head.ResellerId == hook.ResellerId && head.LastSequence > hook.QueuedThrough))
            .OrderBy(hook => hook.Id).Select(hook => hook.Id).ToListAsync(cancellation);
    }

    private async Task<int> QueueAsync(long id, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var unit = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        var all = 0;
        for (var some = AtOnce; some == AtOnce; all += some) some = await unit.CommitAsync(() => QueueSomeAsync(db, id, cancellation), cancellation);
        return all;
    }

    private async Task<int> QueueSomeAsync(ClnDbContext db, long id, CancellationToken cancellation)
    {
        if (await db.Webhooks.AsNoTracking().FirstOrDefaultAsync(hook => hook.Id == id && hook.State == WebhookState.Enabled, cancellation) is not { } hook) return 0;
        var events = await db.Events.AsNoTracking().Where(row => row.ResellerId == hook.ResellerId && row.Sequence > hook.QueuedThrough)
            .OrderBy(row => row.Sequence).Take(AtOnce).Select(row => new { row.Sequence, row.Type, row.At }).ToListAsync(cancellation);
        if (events.Count == 0) return 0;

        var through = events[^1].Sequence;
        var moved = await db.Webhooks.Where(row => row.Id == id && row.QueuedThrough == hook.QueuedThrough)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.QueuedThrough, through), cancellation);
        if (moved == 0) return 0;
        var now = clock.GetUtcNow();
        db.WebhookDeliveries.AddRange(events.Where(happened => Wants(hook, happened.Type)).Select(happened => WebhookDelivery.Of(hook, happened.Type, happened.At, happened.Sequence, now)));
        return events.Count;
    }

    private bool Wants(Webhook hook, string type) => hook.Events is { } named ? named.Contains(type, StringComparer.Ordinal) : !types.IsFrequent(type);
}
