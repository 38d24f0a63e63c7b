using Cln.Graph;
using GraphQL.DataLoader;

namespace Cln.Host.Jobs;

/// <summary>
/// Work of the platform's own that recurs. Every host runs every job by its schedule; they share the work and never do it twice, so it may run at any time, on any host.
/// </summary>
internal sealed class Job(JobType type)
{
    /// <summary>Longer than a host takes to start.</summary>
    private static readonly TimeSpan grace = TimeSpan.FromMinutes(5);

    /// <summary>Its name, as `runJob` and the command `job` take it.</summary>
    public string Name => type.Name;

    /// <summary>What it does, in a sentence.</summary>
    public string Description => type.Description;

    /// <summary>The module that it belongs to; "Host" for the platform's own.</summary>
    public string Module => type.Module;

    /// <summary>When it is due: a Quartz cron expression, UTC.</summary>
    public string Schedule => type.Schedule;

    /// <summary>When its schedule makes it due next. Hosts whose setting Jobs:Enabled is false leave it to the others.</summary>
    public DateTimeOffset? NextRunAt(TimeProvider clock) => type.NextAfter(clock.GetUtcNow());

    /// <summary>The latest run, on whichever host; null when it never ran.</summary>
    public IDataLoaderResult<JobRun?> LastRun(JobHistories histories, CancellationToken cancellation) => histories.Load(Name, history => history?.LastRun, cancellation);

    /// <summary>The latest run in which all went well; null when there was none.</summary>
    public IDataLoaderResult<JobRun?> LastSuccess(JobHistories histories, CancellationToken cancellation) => histories.Load(Name, history => history?.LastSuccess, cancellation);

    /// <summary>How many runs since the last success failed as a whole or in part, or were lost.</summary>
    public IDataLoaderResult<int> FailuresInARow(JobHistories histories, CancellationToken cancellation) => histories.Load(Name, history => history?.FailuresInARow ?? 0, cancellation);

    /// <summary>It has run before, and for five minutes has been due again without any host beginning it: as when no host runs jobs.</summary>
    public IDataLoaderResult<bool> Late(JobHistories histories, TimeProvider clock, CancellationToken cancellation) => histories.Load(Name, history => IsLate(history?.LastRun, clock), cancellation);

    /// <summary>Its runs, newest first.</summary>
    /// <param name="first">At most so many: 1 to 100.</param>
    public IDataLoaderResult<IReadOnlyList<JobRun>> Runs(LatestRuns runs, CancellationToken cancellation, int first = 20) => runs.Load((Name, first), found => found ?? [], cancellation);

    private bool IsLate(JobRun? last, TimeProvider clock) =>
        last is not null && last.Outcome(clock) != JobOutcome.Running && type.NextAfter(last.StartedAt) is { } due && due + grace < clock.GetUtcNow();
}
