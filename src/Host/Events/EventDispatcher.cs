using Cln.Data;
using Cln.Events;
using Cln.Host.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Events;

/// <summary>
/// Tells handlers of committed events. A handler's work and the note that it is done are one transaction, and the note is a guarded update:
/// so two hosts, or one that died and came back, do it once.
/// </summary>
internal sealed class EventDispatcher(IServiceScopeFactory scopes, EventPulse pulse, EventTypes types, TimeProvider time, ILogger<EventDispatcher> logger) : BackgroundService
{
    private const int MostAttempts = 12;
    private const int Batch = 100;

    private static readonly TimeSpan lookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Does all that is due now.</summary>
    /// <returns>How many deliveries were tried.</returns>
    public async Task<int> DispatchAsync(CancellationToken cancellation)
    {
        var tried = 0;
        for (var due = await DueAsync(cancellation); due.Count > 0; due = await DueAsync(cancellation))
        {
            foreach (var (id, handler) in due) await DeliverAsync(id, handler, cancellation);
            tried += due.Count;
        }

        return tried;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var beat = pulse.NextOfAny();
            try
            {
                await DispatchAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogError(failure, "Looking for due event deliveries failed; looking again");
            }

            await Task.WhenAny(beat, Task.Delay(lookAgain, TimeProvider.System, stoppingToken));
        }
    }

    private async Task<List<(long Id, string Handler)>> DueAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var now = time.GetUtcNow();
        var due = await db.EventDeliveries.AsNoTracking().Where(delivery => delivery.NextAttemptAt <= now).OrderBy(delivery => delivery.Id).Take(Batch)
            .Select(delivery => new { delivery.Id, delivery.Handler }).ToListAsync(cancellation);
        return [.. due.Select(delivery => (delivery.Id, delivery.Handler))];
    }

    private async Task DeliverAsync(long id, string handler, CancellationToken cancellation)
    {
        CrashPoint.Hit("C10");
        try
        {
            await using var scope = scopes.CreatePlatformScope();
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(() => DeliverOnceAsync(scope.ServiceProvider, id, handler, cancellation), cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(failure, "The handler {Handler} failed on delivery {Delivery}", handler, id);
            await PostponeAsync(id, cancellation);
        }
    }

    private async Task DeliverOnceAsync(IServiceProvider services, long id, string handler, CancellationToken cancellation)
    {
        var db = services.GetRequiredService<ClnDbContext>();
        var now = time.GetUtcNow();
        var claimed = await db.EventDeliveries.Where(delivery => delivery.Id == id && delivery.DoneAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.DoneAt, now).SetProperty(delivery => delivery.NextAttemptAt, (DateTimeOffset?)null), cancellation);
        if (claimed == 0) return;

        var row = await db.EventDeliveries.Where(delivery => delivery.Id == id).Select(delivery => delivery.Event).SingleAsync(cancellation);
        if (types.Handler(handler) is not { } type || types.Read(row) is not { } happened) return;
        var handle = typeof(IHandle<>).MakeGenericType(happened.GetType()).GetMethod(nameof(IHandle<>.HandleAsync))!;
        await (Task)handle.Invoke(services.GetRequiredService(type), [happened, cancellation])!;
    }

    private async Task PostponeAsync(long id, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var attempts = 1 + await db.EventDeliveries.Where(delivery => delivery.Id == id).Select(delivery => delivery.Attempts).SingleAsync(cancellation);
        DateTimeOffset? next = attempts < MostAttempts ? time.GetUtcNow().AddSeconds(1 << attempts) : null;
        await db.EventDeliveries.Where(delivery => delivery.Id == id && delivery.DoneAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.Attempts, attempts).SetProperty(delivery => delivery.NextAttemptAt, next), cancellation);
    }
}
