using Cln.Data;
using Cln.Graph;
using Cln.Host.Events;
using Cln.Host.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Webhooks;

[Extends<Query>]
internal static class OwnWebhooks
{
    /// <summary>Your webhooks, newest first.</summary>
    [Scope(Scopes.WebhooksWrite)]
    public static Task<Connection<Webhook>> WebhooksAsync(Listing<Webhook> list, ClnDbContext db, CancellationToken cancellation) => list.PageAsync(db.Webhooks, cancellation);

    /// <summary>What has been and is being sent to all your webhooks, newest first.</summary>
    [Scope(Scopes.WebhooksWrite)]
    public static Task<Connection<WebhookDelivery>> WebhookDeliveriesAsync(Listing<WebhookDelivery> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.WebhookDeliveries, cancellation);
}

[Extends<Reseller>]
internal static class ResellerWebhooks
{
    /// <summary>The account's webhooks, newest first.</summary>
    [Scope(Scopes.WebhooksWrite)]
    public static Task<Connection<Webhook>> WebhooksAsync(Reseller reseller, Listing<Webhook> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.Webhooks.Where(hook => hook.ResellerId == reseller.Id), cancellation);
}

[Extends<Webhook>]
internal static class DeliveriesOfWebhook
{
    /// <summary>What has been and is being sent to it, newest first.</summary>
    public static Task<Connection<WebhookDelivery>> DeliveriesAsync(Webhook webhook, Listing<WebhookDelivery> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.WebhookDeliveries.Where(delivery => delivery.WebhookId == webhook.Id), cancellation);
}

[Extends<WebhookDelivery>]
internal static class PartsOfWebhookDelivery
{
    /// <summary>Where it goes.</summary>
    public static GraphQL.DataLoader.IDataLoaderResult<Webhook> Webhook(WebhookDelivery delivery, WebhooksById webhooks, CancellationToken cancellation) =>
        webhooks.Load(delivery.WebhookId, found => found!, cancellation);

    /// <summary>The tries so far, the last first, at most 20. One during which our host died isn't among them.</summary>
    public static GraphQL.DataLoader.IDataLoaderResult<IReadOnlyList<WebhookAttempt>> Attempts(WebhookDelivery delivery, AttemptsOfDelivery attempts, CancellationToken cancellation) =>
        attempts.Load(delivery.Id, found => found ?? [], cancellation);
}

internal sealed class WebhooksById(ClnDbContext db) : Batch<long, Webhook>
{
    protected override async Task<IReadOnlyDictionary<long, Webhook>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation) =>
        await db.Webhooks.AsNoTracking().Where(hook => keys.Contains(hook.Id)).ToDictionaryAsync(hook => hook.Id, cancellation);
}

internal sealed class AttemptsOfDelivery(ClnDbContext db) : Batch<long, IReadOnlyList<WebhookAttempt>>
{
    private const int Most = 20;

    protected override async Task<IReadOnlyDictionary<long, IReadOnlyList<WebhookAttempt>>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation) =>
        (await db.WebhookAttempts.AsNoTracking().Where(attempt => keys.Contains(attempt.DeliveryId)).OrderByDescending(attempt => attempt.Id).ToListAsync(cancellation))
            .GroupBy(attempt => attempt.DeliveryId).ToDictionary(group => group.Key, group => (IReadOnlyList<WebhookAttempt>)[.. group.Take(Most)]);
}

/// <summary>A type of events that there are.</summary>
/// <param name="Name">As the log and webhooks say it, such as "IpLicenseAdded".</param>
/// <param name="Description">What has happened then.</param>
/// <param name="OnlyByName">It happens all the time: a webhook is sent it only when it names it.</param>
internal sealed record EventType(string Name, string? Description, bool OnlyByName);

[Extends<Query>]
internal static class EventTypeList
{
    /// <summary>Every type of events that the account's log can have.</summary>
    [AllowAnonymous]
    public static IReadOnlyList<EventType> EventTypes(EventTypes types) => [.. types.All.Select(type => new EventType(type.Name, Documentation.Of(type), Events.EventTypes.IsFrequent(type)))];
}
