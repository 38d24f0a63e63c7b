using Cln.Data;
using Cln.Graph;
using Cln.Host.Events;

namespace Cln.Host.Webhooks;

/// <summary>What is left out stays as it is.</summary>
/// <param name="Id">The webhook's id.</param>
/// <param name="Url">Where to send from now on, what is under way too.</param>
/// <param name="Events">Which types of events from now on.</param>
/// <param name="AllEvents">True: all types again but those that happen all the time, whatever `events` was.</param>
/// <param name="Document">The subscription whose results are sent from now on.</param>
/// <param name="Description">What it is for; an empty text takes it away.</param>
internal sealed record UpdateWebhookInput(Id<Webhook> Id, string? Url = null, IReadOnlyList<string>? Events = null, bool AllEvents = false, string? Document = null, string? Description = null);

[Extends<Mutation>]
internal static class UpdateWebhook
{
    /// <summary>
    /// Changes a webhook. Where it sends and what it sends is whoever's who says so: with `url`, `events`, `allEvents` or `document` it reads with the rights of this call from now on, and no longer with those of
    /// its maker.
    /// </summary>
    [Scope(Scopes.WebhooksWrite), Throws<NotFound>, Throws<WebhookDocumentRefused>]
    public static async Task<Webhook> UpdateWebhookAsync(
        UpdateWebhookInput input, ClnDbContext db, Caller caller, WebhookDocuments documents, EventTypes types, WebhookSettings settings, CancellationToken cancellation)
    {
        var hook = await db.WebhookAsync(input.Id, cancellation);
        if (input.AllEvents && input.Events is not null) throw new InvalidInput("allEvents", "not together with `events`.");
        if (input.Description is { } description) hook.Description = CreateWebhook.Described(description);
        if (input is { Url: null, Document: null, Events: null, AllEvents: false }) return hook;

        if (input.Url is { } url) hook.Url = WebhookUrl.Read(url, settings);
        if (input.Events is not null || input.AllEvents) hook.EventList = CreateWebhook.Listed(input.Events, types);
        if (input.Document is { } document) hook.Document = document;
        await documents.TryAsync(hook.Document, cancellation);
        hook.ReadAs(caller);
        return hook;
    }
}

/// <param name="Id">The webhook's id.</param>
internal sealed record DeleteWebhookInput(Id<Webhook> Id);

[Extends<Mutation>]
internal static class DeleteWebhook
{
    /// <summary>Takes a webhook away, with all that is known of its deliveries.</summary>
    [Scope(Scopes.WebhooksWrite), Throws<NotFound>]
    public static async Task<Webhook> DeleteWebhookAsync(DeleteWebhookInput input, ClnDbContext db, CancellationToken cancellation)
    {
        var hook = await db.WebhookAsync(input.Id, cancellation);
        db.Webhooks.Remove(hook);
        return hook;
    }
}

/// <param name="Id">The webhook's id.</param>
internal sealed record DisableWebhookInput(Id<Webhook> Id);

[Extends<Mutation>]
internal static class DisableWebhook
{
    /// <summary>Sends nothing more to a webhook. What is under way waits.</summary>
    [Scope(Scopes.WebhooksWrite), Throws<NotFound>]
    public static async Task<Webhook> DisableWebhookAsync(DisableWebhookInput input, ClnDbContext db, TimeProvider time, CancellationToken cancellation)
    {
        var hook = await db.WebhookAsync(input.Id, cancellation);
        hook.Disable(time.GetUtcNow());
        return hook;
    }
}

/// <param name="Id">The webhook's id.</param>
/// <param name="CatchUp">True: also what has happened while it was disabled, as far back as the log goes. Otherwise only what happens from now on.</param>
internal sealed record EnableWebhookInput(Id<Webhook> Id, bool CatchUp = false);

[Extends<Mutation>]
internal static class EnableWebhook
{
    /// <summary>Sends to a webhook again, with the rights of this call from now on. What was under way when it was disabled goes on.</summary>
    [Scope(Scopes.WebhooksWrite), Throws<NotFound>, Throws<WebhookDocumentRefused>]
    public static async Task<Webhook> EnableWebhookAsync(EnableWebhookInput input, ClnDbContext db, Caller caller, WebhookDocuments documents, EventStream log, CancellationToken cancellation)
    {
        var hook = await db.WebhookAsync(input.Id, cancellation);
        if (hook.IsOn) return hook;
        await documents.TryAsync(hook.Document, cancellation);
        hook.ReadAs(caller);
        hook.Enable();
        if (!input.CatchUp) hook.QueuedThrough = await log.LatestAsync(cancellation);
        return hook;
    }
}
