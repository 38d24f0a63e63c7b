using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Cln.Data;
using Cln.Host.Events;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Jobs;

/// <summary>A run of this host that is under way.</summary>
/// <param name="Id">Its row; null when that could not be written.</param>
/// <param name="Job">Which job.</param>
/// <param name="StartedBy">Who asked for it; null when it was due.</param>
/// <param name="StartedAt">When it began.</param>
internal sealed record RunUnderWay(long? Id, string Job, string? StartedBy, DateTimeOffset StartedAt);

/// <summary>What came of a run.</summary>
internal sealed record RunEnd(JobOutcome Outcome, string? Trouble, int Pieces = 0, int FailedPieces = 0);

/// <summary>
/// Keeps this host's runs, each in transactions of its own before and after the job's. What can't be written down is logged, and no reason not to run. A run that
/// was due and ended as the one before it takes that one's place, so that a job of every ten seconds makes a row an hour.
/// </summary>
internal sealed class RunBook(IServiceScopeFactory scopes, TimeProvider clock, ILogger<RunBook> logger)
{
    /// <summary>A host that hasn't said for so long that it is still at it has died.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan renewal = TimeSpan.FromMinutes(1);

    /// <summary>The longest time that one row stands for.</summary>
    private static readonly TimeSpan together = TimeSpan.FromHours(1);

    private static readonly string host = Environment.MachineName is { Length: > JobRun.LongestHost } name ? name[..JobRun.LongestHost] : Environment.MachineName;

    // The row of the last run of each job on this host that has ended.
    private readonly ConcurrentDictionary<string, Ended> latest = new(StringComparer.Ordinal);

    public async Task<RunUnderWay> BeginAsync(JobType job, string? startedBy, CancellationToken cancellation)
    {
        var run = new RunUnderWay(null, job.Name, startedBy, clock.GetUtcNow());
        JobRun? row = null;
        var isWritten = await TryAsync(
            run,
            db =>
            {
                row = Row(run, new(JobOutcome.Running, null), finishedAt: null, times: 1, since: run.StartedAt);
                db.JobRuns.Add(row);
                return Task.CompletedTask;
            },
            cancellation);
        return run with { Id = isWritten ? row!.Id : null };
    }

    /// <summary>Says now and then that the run is still under way, until it isn't.</summary>
    public async Task KeepAsync(RunUnderWay run, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                await Task.Delay(renewal, clock, ended);
                var until = clock.GetUtcNow() + Lease;
                await TryAsync(run, db => db.JobRuns.Where(row => row.Id == run.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LeasedUntil, until)), CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // It has ended.
        }
    }

    public async Task EndAsync(RunUnderWay run, RunEnd end)
    {
        var now = clock.GetUtcNow();
        var before = latest.TryRemove(run.Job, out var known) && run.StartedBy is null && known.End == (end.Outcome, end.Trouble) && run.StartedAt - known.Since < together ? known : null;
        var (times, since) = before is null ? (1, run.StartedAt) : (before.Times + 1, before.Since);
        JobRun? late = null;
        var isWritten = await TryAsync(
            run,
            async db =>
            {
                if (before is not null) await db.JobRuns.Where(row => row.Id == before.Id).ExecuteDeleteAsync();
                if (run.Id is null) db.JobRuns.Add(late = Row(run, end, now, times, since));
                else await UpdateAsync(db.JobRuns.Where(row => row.Id == run.Id), end, now, times, since);
            },
            CancellationToken.None);
        if (isWritten && run.StartedBy is null && end.Outcome != JobOutcome.Lost) latest[run.Job] = new(run.Id ?? late!.Id, (end.Outcome, end.Trouble), times, since);
    }

    private static Task UpdateAsync(IQueryable<JobRun> row, RunEnd end, DateTimeOffset now, int times, DateTimeOffset since) => row.ExecuteUpdateAsync(set => set
        .SetProperty(run => run.FinishedAt, now)
        .SetProperty(run => run.Kept, end.Outcome)
        .SetProperty(run => run.Said, end.Trouble)
        .SetProperty(run => run.Pieces, end.Pieces)
        .SetProperty(run => run.FailedPieces, end.FailedPieces)
        .SetProperty(run => run.Times, times)
        .SetProperty(run => run.Since, since));

    private JobRun Row(RunUnderWay run, RunEnd end, DateTimeOffset? finishedAt, int times, DateTimeOffset since) => new()
    {
        Job = run.Job,
        Host = host,
        StartedBy = run.StartedBy,
        StartedAt = run.StartedAt,
        FinishedAt = finishedAt,
        LeasedUntil = clock.GetUtcNow() + Lease,
        Kept = end.Outcome,
        Said = end.Trouble,
        Pieces = end.Pieces,
        FailedPieces = end.FailedPieces,
        Times = times,
        Since = since,
    };

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever is wrong with the table, the job runs.")]
    private async Task<bool> TryAsync(RunUnderWay run, Func<ClnDbContext, Task> write, CancellationToken cancellation)
    {
        try
        {
            await using var scope = scopes.CreatePlatformScope();
            var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(() => write(db), cancellation);
            return true;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            logger.LogWarning(failure, "What becomes of the job {Job} could not be written down; it runs all the same", run.Job);
            return false;
        }
    }

    private sealed record Ended(long Id, (JobOutcome Outcome, string? Trouble) End, int Times, DateTimeOffset Since);
}
