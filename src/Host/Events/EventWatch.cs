using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Events;

/// <summary>Notices what other hosts have told: looks twice a second at the heads of those logs that somebody here waits for, all in one query.</summary>
internal sealed class EventWatch(IServiceScopeFactory scopes, EventPulse pulse, ILogger<EventWatch> logger) : BackgroundService
{
    private const int AtOnce = 1000;

    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(500);

    private Dictionary<long, long> seen = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pause, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogWarning(failure, "The event logs could not be looked at; looking again");
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var awaited = pulse.Awaited;
        Dictionary<long, long> heads = [];
        foreach (var some in awaited.Chunk(AtOnce))
        {
            await using var scope = scopes.CreatePlatformScope();
            var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
            foreach (var head in await db.EventHeads.AsNoTracking().Where(head => some.Contains(head.ResellerId)).ToListAsync(cancellation)) heads[head.ResellerId] = head.LastSequence;
        }

        // One that is seen for the first time may have grown between the look of whoever waits for it and this one.
        foreach (var (reseller, last) in heads)
        {
            if (seen.GetValueOrDefault(reseller, -1) != last) pulse.Tell(reseller);
        }

        seen = heads;
    }
}
