using Cln.Data;
using Cln.Graph;
using Cln.Host.Events;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Webhooks;

/// <param name="Url">Where to send: https, at most 500 characters, the usual port or one from 1024 on, an address of the public internet.</param>
/// <param name="Events">Which types of events, as `eventTypes` lists them; left out: all but those that happen all the time.</param>
/// <param name="Document">
/// The subscription whose results are sent, without variables, within the limits of one operation and of 1,000 characters: any subscription that you could listen to. Left out:
/// `subscription { events { type at subject { __typename id } } }`.
/// </param>
/// <param name="Description">What it is for, at most 200 characters.</param>
internal sealed record CreateWebhookInput(string Url, IReadOnlyList<string>? Events = null, string? Document = null, string? Description = null);

/// <param name="Webhook">The webhook.</param>
/// <param name="Secret">By which signatures that begin with `v1,` are verified: `whsec_…`. It is shown only here.</param>
[Payload]
internal sealed record CreatedWebhook(Webhook Webhook, string Secret);

/// <summary>The account has as many webhooks as it may.</summary>
internal sealed class TooManyWebhooks() : DomainError("TOO_MANY_WEBHOOKS", $"An account has at most {Webhook.MostOfReseller} webhooks. Delete one, or let one be sent more events.");

[Extends<Mutation>]
internal static class CreateWebhook
{
    /// <summary>
    /// Has what happens on the account from now on sent to an endpoint of yours, signed as the Standard Webhooks specification has it. The document is answered with the rights
    /// that the caller has now, as long as the caller has them: when the user or the API token is gone, so is the webhook. An account has at most 10.
    /// </summary>
    [Scope(Scopes.WebhooksWrite), Throws<TooManyWebhooks>, Throws<WebhookDocumentRefused>]
    public static async Task<CreatedWebhook> CreateWebhookAsync(
        CreateWebhookInput input, ClnDbContext db, Caller caller, WebhookDocuments documents, EventTypes types, WebhookSettings settings, EventStream log, TimeProvider time, CancellationToken cancellation)
    {
        var reseller = caller.RequireReseller();
        var url = WebhookUrl.Read(input.Url, settings);
        var document = input.Document ?? WebhookDocuments.Usual;
        await documents.TryAsync(document, cancellation);

        // They are counted one at a time: the reseller's row is the lock.
        await db.Resellers.Where(row => row.Id == reseller).ExecuteUpdateAsync(set => set.SetProperty(row => row.Login, row => row.Login), cancellation);
        if (await db.Webhooks.CountAsync(cancellation) >= Webhook.MostOfReseller) throw new TooManyWebhooks();

        var hook = new Webhook
        {
            ResellerId = reseller,
            Url = url,
            Description = Described(input.Description),
            EventList = Listed(input.Events, types),
            Document = document,
            Secret = WebhookSigning.NewSecret(),
            SigningKey = WebhookSigning.NewKey(),
            CreatedAt = time.GetUtcNow(),
            QueuedThrough = await log.LatestAsync(cancellation),
        };
        hook.ReadAs(caller);
        db.Webhooks.Add(hook);
        return new(hook, hook.Secret);
    }

    /// <exception cref="InvalidInput">It is too long.</exception>
    internal static string? Described(string? description) =>
        description?.Trim() is { Length: > 0 } text ? text.Length <= 200 ? text : throw new InvalidInput("description", "at most 200 characters.") : null;

    /// <exception cref="InvalidInput">There is no such type, or none is named.</exception>
    internal static string? Listed(IReadOnlyList<string>? events, EventTypes types)
    {
        if (events is null) return null;
        if (events.Count == 0) throw new InvalidInput("events", "at least one type, or leave them out for all.");
        if (events.FirstOrDefault(name => !types.Has(name)) is { } unknown) throw new InvalidInput("events", $"there is no type \"{unknown}\". The field `eventTypes` lists them.");
        return string.Join(' ', events.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }
}
