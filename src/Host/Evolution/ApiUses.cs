using Cln.Data;
using Cln.Host.Events;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Evolution;

/// <summary>Counts in memory what signed-in callers do, beside their requests, and adds it to the table once a minute at most.</summary>
internal sealed class ApiUses(IServiceScopeFactory scopes, TimeProvider time, ILogger<ApiUses> logger) : BackgroundService
{
    // What more comes within a minute isn't counted: it is for being told of, not for being paid.
    private const int MostKept = 10_000;

    private static readonly TimeSpan pause = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim writing = new(1);
    private Dictionary<Key, Counted> counts = [];

    public void Count(Caller caller, ApiUseKind kind, string name) => Add(new(caller.Principal, kind, name, Day(time.GetUtcNow())), new(caller.ResellerId ?? 0, 1, time.GetUtcNow()));

    /// <summary>Writes what there is to write.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        await writing.WaitAsync(cancellation);
        try
        {
            if (Take() is not { Count: > 0 } taken) return;
            try
            {
                await using var scope = scopes.CreatePlatformScope();
                var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
                await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(() => WriteAsync(taken, db, cancellation), cancellation);
            }
            catch
            {
                foreach (var (key, counted) in taken) Add(key, counted);
                throw;
            }
        }
        finally
        {
            writing.Release();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        writing.Dispose();
    }

    internal static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(pause, time, stoppingToken);
            await TryWriteAsync(stoppingToken);
        }
    }

    private static async Task WriteAsync(Dictionary<Key, Counted> taken, ClnDbContext db, CancellationToken cancellation)
    {
        // In one order on every host, so that two don't wait for each other.
        foreach (var (key, counted) in taken.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal))
        {
            var row = db.ApiUses.Where(use => use.Principal == key.Principal && use.Kind == key.Kind && use.Name == key.Name && use.Day == key.Day);
            var updated = await row.ExecuteUpdateAsync(
                set => set.SetProperty(use => use.Count, use => use.Count + counted.Times).SetProperty(use => use.LastAt, use => use.LastAt > counted.LastAt ? use.LastAt : counted.LastAt), cancellation);
            if (updated == 0) db.ApiUses.Add(new() { ResellerId = counted.ResellerId, Principal = key.Principal, Kind = key.Kind, Name = key.Name, Day = key.Day, Count = counted.Times, LastAt = counted.LastAt });
        }
    }

    private async Task TryWriteAsync(CancellationToken cancellation)
    {
        try
        {
            await WriteAsync(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogWarning(failure, "How the API is used could not be written down; it is tried again in a minute");
        }
    }

    private void Add(Key key, Counted more)
    {
        lock (gate)
        {
            if (counts.TryGetValue(key, out var known)) counts[key] = new(more.ResellerId, known.Times + more.Times, known.LastAt > more.LastAt ? known.LastAt : more.LastAt);
            else if (counts.Count < MostKept) counts[key] = more;
        }
    }

    private Dictionary<Key, Counted> Take()
    {
        lock (gate)
        {
            (var taken, counts) = (counts, []);
            return taken;
        }
    }

    private sealed record Key(string Principal, ApiUseKind Kind, string Name, DateOnly Day);

    private sealed record Counted(long ResellerId, int Times, DateTimeOffset LastAt);
}

/// <summary>Forgets how the API was used long ago.</summary>
internal sealed class TrimApiUses(ClnDbContext db, IUnitOfWork unit, TimeProvider time) : IJob
{
    public static string Schedule => "0 30 4 * * ?";

    public Task RunAsync(CancellationToken cancellation)
    {
        var before = ApiUses.Day(time.GetUtcNow()).AddDays(-ApiUse.KeptDays);
        return unit.CommitAsync(() => db.ApiUses.OfEveryReseller().Where(use => use.Day < before).ExecuteDeleteAsync(cancellation), cancellation);
    }
}
