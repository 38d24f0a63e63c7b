using System.Reflection;
using Cln.Host.Events;
using Quartz;

namespace Cln.Host.Jobs;

/// <summary>Runs the modules' jobs by Quartz, on every host: a job claims its work in tables, so that hosts share it and never do it twice.</summary>
internal static class JobSetup
{
    private static readonly MethodInfo add = typeof(JobSetup).GetMethod(nameof(Add), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <param name="services">The host's services.</param>
    /// <param name="assemblies">Where jobs are looked for.</param>
    /// <param name="enabled"><c>Jobs:Enabled</c>: a host that only answers requests leaves the jobs to others.</param>
    public static IServiceCollection AddJobs(this IServiceCollection services, IEnumerable<Assembly> assemblies, bool enabled)
    {
        var jobs = assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type is { IsAbstract: false, IsClass: true } && type.IsAssignableTo(typeof(IJob))).ToList();
        foreach (var job in jobs) services.AddScoped(job);
        if (!enabled) return services;
        services.AddQuartz(quartz =>
        {
            foreach (var job in jobs) add.MakeGenericMethod(job).Invoke(null, [quartz]);
        });
        return services.AddQuartzHostedService(options => (options.WaitForJobsToComplete, options.AwaitApplicationStarted) = (true, true));
    }

    private static void Add<T>(IQuartzBuilder quartz)
        where T : class, IJob
    {
        var name = typeof(T).FullName!;
        quartz.ScheduleJob<ScheduledJob<T>>(
            trigger => trigger.WithIdentity(name).WithSchedule(CronScheduleBuilder.Create(T.Schedule).InTimeZone(TimeZoneInfo.Utc)),
            job => job.WithIdentity(name));
    }
}

/// <summary>One run of a job, as the platform, in a scope of its own.</summary>
[DisallowConcurrentExecution]
internal sealed class ScheduledJob<T>(IServiceScopeFactory scopes, ILogger<T> logger) : Quartz.IJob
    where T : class, IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreatePlatformScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<T>().RunAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(failure, "The job {Job} failed; it runs again on its schedule", typeof(T).Name);
        }
    }
}
