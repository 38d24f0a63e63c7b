using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Jobs;

/// <summary>Forgets runs of jobs: what went well after a week, but for each job's last success, and what didn't after 30 days.</summary>
internal sealed class TrimJobRuns(ClnDbContext db, IUnitOfWork unit, TimeProvider clock) : IJob
{
    public const int SuccessDays = 7;
    public const int FailureDays = 30;

    public static string Schedule => "0 50 3 * * ?";

    public Task RunAsync(CancellationToken cancellation)
    {
        var (now, runs) = (clock.GetUtcNow(), db.JobRuns);
        var (successes, failures) = (now.AddDays(-SuccessDays), now.AddDays(-FailureDays));
        return unit.CommitAsync(
            async () =>
            {
                await runs.Where(run => run.Kept != JobOutcome.Succeeded && run.StartedAt < failures).ExecuteDeleteAsync(cancellation);
                await runs.Where(run => run.Kept == JobOutcome.Succeeded && run.StartedAt < successes)
                    .Where(run => runs.Any(later => later.Job == run.Job && later.Kept == JobOutcome.Succeeded && later.Id > run.Id)).ExecuteDeleteAsync(cancellation);
            },
            cancellation);
    }
}
