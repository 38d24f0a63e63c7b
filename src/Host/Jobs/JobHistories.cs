using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Jobs;

/// <summary>How a job has been doing.</summary>
internal sealed record JobHistory(JobRun LastRun, JobRun? LastSuccess, int FailuresInARow);

/// <summary>The histories of many jobs in one query: the last success of each, and all since then.</summary>
internal sealed class JobHistories(ClnDbContext db, TimeProvider clock) : Batch<string, JobHistory>
{
    protected override async Task<IReadOnlyDictionary<string, JobHistory>> LoadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var runs = db.JobRuns;
        var since = await runs.AsNoTracking().Where(run => keys.Contains(run.Job))
            .Where(run => !runs.Any(later => later.Job == run.Job && later.Kept == JobOutcome.Succeeded && later.Id > run.Id)).ToListAsync(cancellation);
        return since.GroupBy(run => run.Job, StringComparer.Ordinal).ToDictionary(group => group.Key, group => Of([.. group]), StringComparer.Ordinal);
    }

    private JobHistory Of(IReadOnlyList<JobRun> runs) => new(
        runs.MaxBy(run => run.Id)!,
        runs.SingleOrDefault(run => run.Kept == JobOutcome.Succeeded),
        runs.Where(run => run.Outcome(clock) is not (JobOutcome.Succeeded or JobOutcome.Running)).Sum(run => run.Times));
}

/// <summary>The newest runs of many jobs in one query.</summary>
internal sealed class LatestRuns(ClnDbContext db) : Batch<(string Job, int First), IReadOnlyList<JobRun>>
{
    protected override async Task<IReadOnlyDictionary<(string Job, int First), IReadOnlyList<JobRun>>> LoadAsync(IReadOnlyCollection<(string Job, int First)> keys, CancellationToken cancellation)
    {
        var most = keys.Max(key => key.First);
        var names = keys.Select(key => key.Job).Distinct().ToList();
        var latest = await db.JobRuns.AsNoTracking().Where(run => names.Contains(run.Job))
            .GroupBy(run => run.Job).Select(group => group.OrderByDescending(run => run.Id).Take(most).ToList()).ToListAsync(cancellation);
        return (from runs in latest
                from key in keys
                where key.Job == runs[0].Job
                select (key, Runs: (IReadOnlyList<JobRun>)[.. runs.Take(key.First)])).ToDictionary(found => found.key, found => found.Runs);
    }
}
