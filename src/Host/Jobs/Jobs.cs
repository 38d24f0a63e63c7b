using Cln.Graph;

namespace Cln.Host.Jobs;

[Extends<Query>]
internal static class JobFields
{
    /// <summary>The recurring jobs of the platform and its modules, and what came of them: all of them, by name.</summary>
    [Scope(Scopes.Operator)]
    public static IReadOnlyList<Job> Jobs(JobTypes types) => [.. types.All.Select(type => new Job(type))];

    /// <summary>One of the recurring jobs; null when there is none of that name.</summary>
    /// <param name="name">Such as "ChargeMonths".</param>
    [Scope(Scopes.Operator)]
    public static Job? Job(string name, JobTypes types) => types.Find(name) is { } type ? new(type) : null;
}
