using Cln.Contracts;
using Cln.Graph;

namespace Cln.Host.Jobs;

/// <summary>A job that an operator wants to run now.</summary>
/// <param name="Name">Its name, as `jobs` tells it.</param>
internal sealed record RunJobInput(string Name);

/// <summary>There is no job of this name.</summary>
internal sealed class UnknownJob(string message) : DomainError("UNKNOWN_JOB", message);

/// <summary>The job runs on this host just now, and isn't begun a second time.</summary>
internal sealed class JobUnderWay(string name) : DomainError("JOB_UNDER_WAY", $"{name} runs on this host just now. Look at its last run, and try again when that has ended.");

[Extends<Mutation>]
internal static class RunJob
{
    /// <summary>
    /// Runs a recurring job now, beside its schedule: on the host that answers, even where that leaves the schedule to others. It answers when the run has begun; `lastRun` tells what comes of it.
    /// A job may run at any time, and twice at once on two hosts.
    /// </summary>
    [Scope(Scopes.Operator)]
    [SavesInSteps]
    [Throws<UnknownJob>]
    [Throws<JobUnderWay>]
    public static async Task<Job> RunJobAsync(RunJobInput input, JobTypes types, JobRunner runner, Caller caller, IAudit audit, CancellationToken cancellation)
    {
        var type = types.Find(input.Name) ?? throw new UnknownJob(types.Missing(input.Name));
        audit.Explain(resellerId: 0, type.Name, reason: null);
        return await runner.StartAsync(type, caller.Principal, cancellation) ? new Job(type) : throw new JobUnderWay(type.Name);
    }
}
