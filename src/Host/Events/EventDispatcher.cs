using Cln.Data;
using Cln.Events;
using Cln.Host.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Events;

/// <summary>
/// Tells handlers of committed events. A handler's work and the note that it is done are one transaction, and the note is a guarded update:
/// so two hosts, or one that died and came back, do it once. What is due to one reseller goes together, a few at a time, as long as none fails.
/// </summary>
internal sealed class EventDispatcher(IServiceScopeFactory scopes, EventPulse pulse, EventTypes types, TimeProvider time, ILogger<EventDispatcher> logger) : BackgroundService
{
    private const int MostAttempts = 12;
    private const int Batch = 400;
    private const int Together = 20;

    private static readonly TimeSpan lookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Does all that is due now.</summary>
    /// <returns>How many deliveries were tried.</returns>
    public Task<int> DispatchAsync(CancellationToken cancellation) => DispatchAsync(host: 0, cancellation);

    private async Task<int> DispatchAsync(int host, CancellationToken cancellation)
    {
        var tried = 0;
        for (var due = await DueAsync(cancellation); due.Count > 0; due = await DueAsync(cancellation))
        {
            // Each host begins with another reseller, or they would all wait for each other at the same rows.
            foreach (var ofReseller in due.GroupBy(delivery => delivery.ResellerId).OrderBy(group => (group.Key + host) % 101).ThenBy(group => group.Key))
            {
                foreach (var some in TurnsOf(ofReseller).Chunk(Together)) await DeliverAsync(some, cancellation);
            }

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
                await DispatchAsync(Environment.ProcessId, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogError(failure, "Looking for due event deliveries failed; looking again");
            }

            await Task.WhenAny(beat, Task.Delay(lookAgain, TimeProvider.System, stoppingToken));
        }
    }

    private async Task<List<Due>> DueAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var now = time.GetUtcNow();
        return await db.EventDeliveries.AsNoTracking().Where(delivery => delivery.NextAttemptAt <= now).OrderBy(delivery => delivery.Id).Take(Batch)
            .Select(delivery => new Due(delivery.Id, delivery.Handler, delivery.Event.ResellerId)).ToListAsync(cancellation);
    }

    private IEnumerable<Turn> TurnsOf(IEnumerable<Due> ofReseller) =>
        from due in ofReseller
        group due.Id by (due.Handler, One: types.TakesLatest(due.Handler) ? 0 : due.Id) into same
        orderby same.Last()
        select new Turn(same.Last(), [.. same.SkipLast(1)], same.Key.Handler);

    private async Task DeliverAsync(IReadOnlyList<Turn> some, CancellationToken cancellation)
    {
        CrashPoint.Hit("C10");
        try
        {
            await using var scope = scopes.CreatePlatformScope();
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(() => DeliverAllAsync(scope.ServiceProvider, some, cancellation), cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (some.Count > 1)
            {
                foreach (var one in some) await DeliverAsync([one], cancellation);
                return;
            }

            logger.LogError(failure, "The handler {Handler} failed on delivery {Delivery}", some[0].Handler, some[0].Id);
            await PostponeAsync(some[0].Id, cancellation);
        }
    }

    private async Task DeliverAllAsync(IServiceProvider services, IReadOnlyList<Turn> some, CancellationToken cancellation)
    {
        var db = services.GetRequiredService<ClnDbContext>();
        foreach (var turn in some)
        {
            await DeliverOnceAsync(services, db, turn, cancellation);
            await db.SaveChangesAsync(cancellation);
            db.ChangeTracker.Clear();
        }
    }

    private async Task DeliverOnceAsync(IServiceProvider services, ClnDbContext db, Turn turn, CancellationToken cancellation)
    {
        if (await ClaimAsync(db, [turn.Id], cancellation) == 0) return;
        if (turn.Earlier.Count > 0) await ClaimAsync(db, turn.Earlier, cancellation);

        var row = await db.EventDeliveries.Where(delivery => delivery.Id == turn.Id).Select(delivery => delivery.Event).SingleAsync(cancellation);
        if (types.Handler(turn.Handler) is not { } type || types.Read(row) is not { } happened) return;
        var handle = typeof(IHandle<>).MakeGenericType(happened.GetType()).GetMethod(nameof(IHandle<>.HandleAsync))!;
        await (Task)handle.Invoke(services.GetRequiredService(type), [happened, cancellation])!;
    }

    private Task<int> ClaimAsync(ClnDbContext db, IReadOnlyList<long> deliveries, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return db.EventDeliveries.Where(delivery => deliveries.Contains(delivery.Id) && delivery.DoneAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.DoneAt, now).SetProperty(delivery => delivery.NextAttemptAt, (DateTimeOffset?)null), cancellation);
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

    private sealed record Due(long Id, string Handler, long ResellerId);

    /// <summary>A delivery, and those before it that are done with by it.</summary>
    private sealed record Turn(long Id, IReadOnlyList<long> Earlier, string Handler);
}
