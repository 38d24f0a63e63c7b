using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Asks gateways for the events that never reached us, and puts them into the same inbox.</summary>
internal sealed class CatchUp(IEnumerable<IWebhookSource> sources, Apart apart, Pieces pieces, TimeProvider clock, ILogger<CatchUp> logger) : IJob
{
    /// <summary>Deliveries fail a while after their event, so that each look goes back beyond the last one.</summary>
    private static readonly TimeSpan overlap = TimeSpan.FromHours(1);

    /// <summary>Gateways forget older ones.</summary>
    private static readonly TimeSpan longest = TimeSpan.FromDays(30);

    public static string Schedule => "0 0/5 * * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var source in sources)
        {
            await pieces.TryAsync(
                () => CatchUpAsync(source, cancellation),
                failure => logger.LogWarning(failure, "{Gateway} could not be asked for missed events; it is asked again", source.Gateway),
                cancellation);
        }
    }

    private async Task CatchUpAsync(IWebhookSource source, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var mark = await apart.CommitAsync((InboxRows rows) => rows.MarkAsync(source.Gateway, cancellation), cancellation) ?? now;
        var since = (mark < now - longest ? now - longest : mark) - overlap;
        var missed = 0;
        await foreach (var told in source.MissedAsync(since, cancellation))
        {
            if (await apart.CommitAsync((InboxRows rows) => rows.AddAsync(source.Gateway, told, bodyHash: null, cancellation), cancellation)) missed++;
        }

        await apart.CommitAsync((InboxRows rows) => rows.SetMarkAsync(source.Gateway, now, cancellation), cancellation);
        if (missed > 0) logger.LogWarning("{Missed} events of {Gateway} never reached us and were asked for", missed, source.Gateway);
    }
}
