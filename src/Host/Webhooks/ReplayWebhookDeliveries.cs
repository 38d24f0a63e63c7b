using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Webhooks;

/// <param name="Id">The webhook's id.</param>
internal sealed record SendTestWebhookInput(Id<Webhook> Id);

[Extends<Mutation>]
internal static class SendTestWebhook
{
    /// <summary>Sends a delivery of the type "WebhookTest" with `{ "test": true }` as its data, signed and tried again as any other.</summary>
    [Scope(Scopes.WebhooksWrite), Throws<NotFound>, Throws<WebhookDisabled>]
    public static async Task<WebhookDelivery> SendTestWebhookAsync(SendTestWebhookInput input, ClnDbContext db, TimeProvider time, CancellationToken cancellation)
    {
        var hook = (await db.WebhookAsync(input.Id, cancellation)).RequireOn();
        var now = time.GetUtcNow();
        var delivery = WebhookDelivery.Of(hook, WebhookDelivery.Test, now, sequence: null, now);
        db.WebhookDeliveries.Add(delivery);
        return delivery;
    }
}

/// <param name="Id">The delivery's id.</param>
internal sealed record ReplayWebhookDeliveryInput(Id<WebhookDelivery> Id);

[Extends<Mutation>]
internal static class ReplayWebhookDelivery
{
    /// <summary>Sends a delivery again, now, whatever has become of it: with the same `webhook-id`, and as often as a new one when it fails.</summary>
    [Scope(Scopes.WebhooksWrite), Throws<NotFound>, Throws<WebhookDisabled>]
    public static async Task<WebhookDelivery> ReplayWebhookDeliveryAsync(ReplayWebhookDeliveryInput input, ClnDbContext db, TimeProvider time, CancellationToken cancellation)
    {
        var delivery = await db.WebhookDeliveries.FirstOrDefaultAsync(row => row.Id == input.Id.Value, cancellation) ?? throw new NotFound("delivery");
        (await db.WebhookAsync(new(delivery.WebhookId), cancellation)).RequireOn();
        delivery.Replay(time.GetUtcNow());
        return delivery;
    }
}

/// <param name="WebhookId">The webhook's id.</param>
/// <param name="Since">Only of events that have happened from then on; left out: all that are kept, which is 30 days.</param>
/// <param name="DeliveredToo">True: those too that the endpoint has taken, as after it has lost its data. Otherwise only those that were given up.</param>
internal sealed record ReplayWebhookDeliveriesInput(Id<Webhook> WebhookId, DateTimeOffset? Since = null, bool DeliveredToo = false);

/// <param name="Count">How many are sent again.</param>
/// <param name="Next">Where to go on, as `since`, when there were more than are taken at once; null when these were all.</param>
[Payload]
internal sealed record ReplayedWebhookDeliveries(int Count, DateTimeOffset? Next);

[Extends<Mutation>]
internal static class ReplayWebhookDeliveries
{
    private const int Most = 1000;

    /// <summary>Sends a webhook's deliveries again, in the order of their events, at most 1,000 at once. Those that are still being tried are left alone.</summary>
    [Scope(Scopes.WebhooksWrite), Throws<NotFound>, Throws<WebhookDisabled>]
    public static async Task<ReplayedWebhookDeliveries> ReplayWebhookDeliveriesAsync(ReplayWebhookDeliveriesInput input, ClnDbContext db, TimeProvider time, CancellationToken cancellation)
    {
        var hook = (await db.WebhookAsync(input.WebhookId, cancellation)).RequireOn();
        var over = db.WebhookDeliveries.Where(row => row.WebhookId == hook.Id && (row.State == WebhookDeliveryState.Failed || (input.DeliveredToo && row.State == WebhookDeliveryState.Delivered)));
        if (input.Since is { } since) over = over.Where(row => row.At >= since);
        var found = await over.OrderBy(row => row.At).ThenBy(row => row.Id).Take(Most + 1).ToListAsync(cancellation);
        foreach (var delivery in found.Take(Most)) delivery.Replay(time.GetUtcNow());
        return new(Math.Min(found.Count, Most), found.Count > Most ? found[Most].At : null);
    }
}
