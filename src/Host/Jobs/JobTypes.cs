using System.Reflection;
using Cln.Host.Graph;
using Quartz;

namespace Cln.Host.Jobs;

/// <summary>A recurring job of the host or a module.</summary>
internal sealed class JobType
{
    private readonly CronExpression times;

    public JobType(Type type, string module)
    {
        Type = type;
        Module = module;
        Schedule = (string)type.GetProperty(nameof(IJob.Schedule), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        times = new(Schedule, TimeZoneInfo.Utc);
        Description = FirstSentence(Documentation.Of(type) ?? "");
    }

    public Type Type { get; }

    public string Name => Type.Name;

    public string Module { get; }

    /// <summary>A Quartz cron expression, UTC.</summary>
    public string Schedule { get; }

    /// <summary>The first sentence of its doc comment, which is its documentation for operators too.</summary>
    public string Description { get; }

    public DateTimeOffset? NextAfter(DateTimeOffset instant) => times.GetNextValidTimeAfter(instant);

    private static string FirstSentence(string text) => text.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? text[..(end + 1)] : text;
}

/// <summary>The jobs among the composed types.</summary>
internal sealed class JobTypes
{
    private readonly Dictionary<string, JobType> byName;

    private JobTypes(IReadOnlyList<JobType> all)
    {
        All = all;
        byName = all.ToDictionary(job => job.Name, StringComparer.Ordinal);
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<JobType> All { get; }

    /// <exception cref="InvalidOperationException">Two jobs have one name.</exception>
    public static JobTypes Of(Modules modules)
    {
        var owners = modules.Enabled.GroupBy(module => module.GetType().Assembly).ToDictionary(group => group.Key, group => group.First().Name);
        List<JobType> jobs =
        [
            .. modules.Types.Where(type => type is { IsAbstract: false, IsClass: true } && type.IsAssignableTo(typeof(IJob)))
                .Select(type => new JobType(type, owners.GetValueOrDefault(type.Assembly, "Host"))).OrderBy(job => job.Name, StringComparer.Ordinal),
        ];
        if (jobs.GroupBy(job => job.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException($"{string.Join(" and ", twice.Select(job => job.Type.FullName))} are jobs of one name: it must be unique over all modules.");
        return new(jobs);
    }

    public JobType? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>What to say when there is no such job.</summary>
    public string Missing(string name) => $"There is no job {Trouble.Cut(name)}. The jobs are {string.Join(", ", All.Select(job => job.Name))}.";
}
