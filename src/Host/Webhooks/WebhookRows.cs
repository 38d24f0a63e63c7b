using Cln.Contracts;
using Cln.Data;
using Cln.Host.Access;
using Cln.Host.Events;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Webhooks;

/// <summary>A delivery that this host alone tries for a while, and what it needs for that.</summary>
/// <param name="Hook">The webhook as it is now.</param>
/// <param name="Delivery">The delivery.</param>
/// <param name="Happened">Its event; null for a test, and when it is no longer kept.</param>
/// <param name="Rights">What the owner may do now; null when there is no owner any more.</param>
internal sealed record ClaimedDelivery(Webhook Hook, WebhookDelivery Delivery, EventRow? Happened, IReadOnlyList<string>? Rights);

/// <summary>The rows of deliveries, each call in its caller's transaction.</summary>
internal sealed class WebhookRows(ClnDbContext db, IMail mail, IAudit audit, TimeProvider clock)
{
    /// <summary>The webhooks that something is due for, and whether they have failed last.</summary>
    public async Task<IReadOnlyList<DueWebhook>> DueAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var due = db.WebhookDeliveries.Where(delivery => delivery.NextAttemptAt <= now);
        return await db.Webhooks.AsNoTracking().Where(hook => hook.State == WebhookState.Enabled && due.Any(delivery => delivery.WebhookId == hook.Id))
            .OrderBy(hook => hook.Id).Select(hook => new DueWebhook(hook.Id, hook.FailingSince != null)).ToListAsync(cancellation);
    }

    public Task<List<long>> DueAsync(long hook, int most, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return db.WebhookDeliveries.Where(delivery => delivery.WebhookId == hook && delivery.NextAttemptAt <= now)
            .OrderBy(delivery => delivery.NextAttemptAt).ThenBy(delivery => delivery.Id).Select(delivery => delivery.Id).Take(most).ToListAsync(cancellation);
    }

    /// <returns>Null when another host has it, or nothing is to be sent any more.</returns>
    public async Task<ClaimedDelivery?> ClaimAsync(long id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var until = now + WebhookDelivery.Lease;
        var hooks = db.Webhooks;
        var claimed = await db.WebhookDeliveries.Where(row => row.Id == id && row.NextAttemptAt <= now && hooks.Any(hook => hook.Id == row.WebhookId && hook.State == WebhookState.Enabled))
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.NextAttemptAt, until).SetProperty(row => row.Attempts, row => row.Attempts + 1).SetProperty(row => row.Tries, row => row.Tries + 1),
                cancellation);
        if (claimed == 0) return null;
        var delivery = await db.WebhookDeliveries.AsNoTracking().SingleAsync(row => row.Id == id, cancellation);
        var hook = await hooks.AsNoTracking().SingleAsync(row => row.Id == delivery.WebhookId, cancellation);
        var happened = delivery.Sequence is { } sequence ? await db.Events.AsNoTracking().FirstOrDefaultAsync(row => row.ResellerId == hook.ResellerId && row.Sequence == sequence, cancellation) : null;
        return new(hook, delivery, happened, await RightsAsync(hook, cancellation));
    }

    /// <summary>The document tells nothing of this event.</summary>
    public Task<int> DropAsync(ClaimedDelivery claimed, CancellationToken cancellation) => Own(claimed).ExecuteDeleteAsync(cancellation);

    /// <summary>Notes how a try went, unless its claim has lapsed and somebody else is at it.</summary>
    public async Task<int> NoteAsync(ClaimedDelivery claimed, WebhookAnswer answer, bool isFinal, WebhookStop? stop, CancellationToken cancellation)
    {
        if (await Own(claimed).FirstOrDefaultAsync(cancellation) is not { } delivery) return 0;
        var now = clock.GetUtcNow();
        if (answer.IsTaken) delivery.Delivered(now);
        else if (isFinal) delivery.GiveUp();
        else delivery.Fail(answer.Wait, now);
        db.WebhookAttempts.Add(new()
        {
            ResellerId = delivery.ResellerId,
            DeliveryId = delivery.Id,
            Number = delivery.Attempts,
            At = now,
            Status = answer.Status,
            Error = answer.Error,
            DurationMs = (int)answer.Took.TotalMilliseconds,
            Response = answer.Response,
        });
        if (await StandAsync(claimed.Hook, answer, now, cancellation) && stop is null) stop = WebhookStop.Failing;
        if (stop is { } because) await StopAsync(claimed.Hook, because, now, cancellation);
        return 1;
    }

    private IQueryable<WebhookDelivery> Own(ClaimedDelivery claimed) => db.WebhookDeliveries.Where(row => row.Id == claimed.Delivery.Id && row.Attempts == claimed.Delivery.Attempts);

    /// <returns>True when the endpoint has failed for too long.</returns>
    private async Task<bool> StandAsync(Webhook hook, WebhookAnswer answer, DateTimeOffset now, CancellationToken cancellation)
    {
        if (answer.NotSent) return false;
        var row = db.Webhooks.Where(row => row.Id == hook.Id);
        if (answer.IsTaken) await row.Where(row => row.FailingSince != null).ExecuteUpdateAsync(set => set.SetProperty(row => row.FailingSince, (DateTimeOffset?)null), cancellation);
        else await row.Where(row => row.FailingSince == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.FailingSince, now), cancellation);
        var limit = now - Webhook.LongestFailing;
        return !answer.IsTaken && await row.AnyAsync(row => row.FailingSince <= limit, cancellation);
    }

    /// <summary>Sends nothing more, and tells the owner, once however many tries find out.</summary>
    private async Task StopAsync(Webhook hook, WebhookStop because, DateTimeOffset now, CancellationToken cancellation)
    {
        var stopped = await db.Webhooks.Where(row => row.Id == hook.Id && row.State == WebhookState.Enabled)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, WebhookState.Disabled).SetProperty(row => row.DisabledBecause, because).SetProperty(row => row.DisabledAt, now),
                cancellation);
        if (stopped == 0) return;
        var owner = await db.Users.Where(user => user.Id == hook.UserId && user.ResellerId == hook.ResellerId).Select(user => user.Email).FirstOrDefaultAsync(cancellation);
        owner ??= await db.Resellers.Where(reseller => reseller.Id == hook.ResellerId).Select(reseller => reseller.BillingEmail).SingleAsync(cancellation);
        mail.Stage(WebhookLetter.Of(owner!, hook, because));
        await audit.WriteAsync(hook.ResellerId, "disableWebhook", FormattableString.Invariant($"Webhook:{hook.Id}, {because}"), cancellation);
    }

    /// <summary>The rights that were given to the webhook, as far as whoever gave them still has them.</summary>
    private async Task<IReadOnlyList<string>?> RightsAsync(Webhook hook, CancellationToken cancellation)
    {
        var owner = await db.Users.AsNoTracking().FirstOrDefaultAsync(user => user.Id == hook.UserId && user.ResellerId == hook.ResellerId, cancellation);
        if (owner is null || !await db.Resellers.AnyAsync(reseller => reseller.Id == hook.ResellerId && reseller.State == ResellerState.Active, cancellation)) return null;
        var now = clock.GetUtcNow();
        var lives = hook.TokenId is not { } token || await db.ApiTokens.AnyAsync(row => row.Id == token && row.RevokedAt == null && (row.ExpiresAt == null || row.ExpiresAt > now), cancellation);
        return lives ? [.. hook.Rights.Intersect(RoleScopes.Of(owner.Role), StringComparer.Ordinal)] : null;
    }
}

/// <summary>A webhook that something is due for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsFailing">It hasn't taken the last that it was sent.</param>
internal sealed record DueWebhook(long Id, bool IsFailing);

/// <summary>The mail to the owner of a webhook that nothing is sent to any more.</summary>
internal static class WebhookLetter
{
    public static Contracts.Mail Of(string to, Webhook hook, WebhookStop because) => new(
        to, "A webhook has been disabled",
        $"""
        Your webhook to

        {hook.Url}

        has been disabled: {Reason(because)}

        What happens from now on isn't sent to it. When its endpoint is ready, enable it again by enableWebhook, with catchUp for what has happened meanwhile, and send what was given up again by replayWebhookDeliveries.
        """);

    private static string Reason(WebhookStop because) => because switch
    {
        WebhookStop.Failing => "for five days it has taken nothing that was sent to it.",
        WebhookStop.Gone => "it has answered 410 Gone.",
        WebhookStop.OwnerGone => "the user or the API token that it was made with is no longer there. Whoever enables it takes it over.",
        WebhookStop.DocumentRefused => "its document asks for what it may no longer read, or for what the API no longer has.",
        _ => "somebody has disabled it.",
    };
}
