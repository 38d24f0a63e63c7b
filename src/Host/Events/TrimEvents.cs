using System.Globalization;
using Cln.Data;
using Cln.Host.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Events;

/// <summary>How long the log keeps an event.</summary>
/// <param name="Days"><c>Events:KeepDays</c>: 90, at least 1.</param>
internal sealed record EventRetention(int Days)
{
    /// <exception cref="WrongSetting">It is no number of days.</exception>
    public static EventRetention Read(IConfiguration configuration)
    {
        var text = configuration["Events:KeepDays"];
        if (string.IsNullOrWhiteSpace(text)) return new(90);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 36_500
            ? new EventRetention(days)
            : throw WrongSetting.Value("Events:KeepDays", text, "a number of days, from 1 to 36500");
    }
}

/// <summary>Takes old events out of the log, each reseller's from its beginning, and notes how far. One that a handler or a webhook still has to be told of stays, and all after it.</summary>
internal sealed class TrimEvents(ClnDbContext db, IUnitOfWork unit, EventRetention retention, TimeProvider clock) : IJob
{
    public static string Schedule => "0 15 3 * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var before = clock.GetUtcNow().AddDays(-retention.Days);
        var resellers = await db.Events.OfEveryReseller().Where(row => row.At < before).Select(row => row.ResellerId).Distinct().OrderBy(id => id).ToListAsync(cancellation);
        foreach (var reseller in resellers) await unit.CommitAsync(() => TrimAsync(reseller, before, cancellation), cancellation);
    }

    private async Task<int> TrimAsync(long resellerId, DateTimeOffset before, CancellationToken cancellation)
    {
        var events = db.Events.OfEveryReseller().Where(row => row.ResellerId == resellerId);
        var through = await events.Where(row => row.At < before).MaxAsync(row => (long?)row.Sequence, cancellation) ?? 0;
        var deliveries = db.EventDeliveries.IgnoreQueryFilters().Where(delivery => delivery.Event.ResellerId == resellerId);
        var waiting = await deliveries.Where(delivery => delivery.NextAttemptAt != null).MinAsync(delivery => (long?)delivery.Event.Sequence, cancellation) ?? long.MaxValue;
        var unsent = await db.Webhooks.OfEveryReseller().Where(hook => hook.ResellerId == resellerId && hook.State == WebhookState.Enabled).MinAsync(hook => (long?)hook.QueuedThrough, cancellation) ?? long.MaxValue;
        through = Math.Min(through, Math.Min(waiting - 1, unsent));

        await deliveries.Where(delivery => delivery.Event.Sequence <= through).ExecuteDeleteAsync(cancellation);
        await db.EventHeads.OfEveryReseller().Where(head => head.ResellerId == resellerId && head.TrimmedThrough < through)
            .ExecuteUpdateAsync(set => set.SetProperty(head => head.TrimmedThrough, through), cancellation);
        return await events.Where(row => row.Sequence <= through).ExecuteDeleteAsync(cancellation);
    }
}
