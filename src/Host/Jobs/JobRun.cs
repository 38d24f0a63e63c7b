using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Jobs;

/// <summary>
/// A run of a recurring job on one host. Runs of the schedule that follow each other within an hour and end alike are one row, which tells the latest of them. What
/// went well is kept for a week, with the last success of each job, and what didn't for 30 days.
/// </summary>
internal sealed class JobRun
{
    public const int LongestName = 100;
    public const int LongestHost = 100;
    public const int LongestTrouble = 500;

    [Hidden] public long Id { get; private set; }

    [Hidden] public required string Job { get; init; }

    /// <summary>The name of the host that it ran on.</summary>
    public required string Host { get; init; }

    /// <summary>Who asked for it, such as "user:7", or "command line"; null when it was due.</summary>
    public required string? StartedBy { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it is under way, and when its host died.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Its host says again and again that it is still at it. By then it is not.</summary>
    [Hidden] public required DateTimeOffset LeasedUntil { get; init; }

    [Hidden] public required JobOutcome Kept { get; init; }

    [Hidden] public string? Said { get; init; }

    /// <summary>How many things it looked after one by one, such as resellers; 0 for a job that does one thing.</summary>
    public int Pieces { get; init; }

    /// <summary>How many of those failed. The others were done, and these are tried again by the next run.</summary>
    public int FailedPieces { get; init; }

    /// <summary>How many runs this row stands for: those before this one ended alike.</summary>
    public required int Times { get; init; }

    /// <summary>When the first of them began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How it ended.</summary>
    public JobOutcome Outcome(TimeProvider clock) => Kept == JobOutcome.Running && LeasedUntil < clock.GetUtcNow() ? JobOutcome.Lost : Kept;

    /// <summary>What went wrong, in a sentence, at most 500 characters; null when nothing did. The host's log has the rest.</summary>
    public string? Trouble(TimeProvider clock) => Said ?? (Outcome(clock) == JobOutcome.Lost ? "Its host died, or could not reach the database, before it ended." : null);

    /// <summary>How long it took, in milliseconds; null while it is under way, and when its host died.</summary>
    public int? Milliseconds => FinishedAt is { } end ? (int)Math.Min((end - StartedAt).TotalMilliseconds, int.MaxValue) : null;
}

/// <summary>How a run of a job stands.</summary>
internal enum JobOutcome
{
    /// <summary>It is under way.</summary>
    Running,

    /// <summary>All of it was done.</summary>
    Succeeded,

    /// <summary>Some of what it looked after failed, the rest was done.</summary>
    PartlyFailed,

    /// <summary>It failed as a whole, or all that it looked after did.</summary>
    Failed,

    /// <summary>Its host was stopped or died before it ended. What it had done stays done, and the next run goes on.</summary>
    Lost,
}

internal sealed class JobRunMapping : IEntityTypeConfiguration<JobRun>
{
    public void Configure(EntityTypeBuilder<JobRun> run)
    {
        run.ToTable("jobs_runs");
        run.Property(r => r.Job).HasMaxLength(JobRun.LongestName);
        run.Property(r => r.Host).HasMaxLength(JobRun.LongestHost);
        run.Property(r => r.StartedBy).HasMaxLength(100);
        run.Property(r => r.Kept).HasColumnName("outcome");
        run.Property(r => r.Said).HasColumnName("trouble").HasMaxLength(JobRun.LongestTrouble);
        run.Ignore(r => r.Milliseconds);
        run.HasIndex(r => new { r.Job, r.Kept, r.Id });
        run.HasIndex(r => new { r.Job, r.Id });
    }
}

internal static class JobTables
{
    extension(ClnDbContext db)
    {
        internal DbSet<JobRun> JobRuns => db.Set<JobRun>();
    }
}
