using System.Reflection;
using Quartz;

namespace Cln.Host.Jobs;

/// <summary>Runs the modules' jobs by Quartz, on every host: a job claims its work in tables, so that hosts share it and never do it twice.</summary>
internal static class JobSetup
{
    private static readonly MethodInfo add = typeof(JobSetup).GetMethod(nameof(Add), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <param name="services">The host's services.</param>
    /// <param name="modules">Where jobs are looked for.</param>
    /// <param name="enabled"><c>Jobs:Enabled</c>: on a host that leaves the jobs to others nothing runs by itself; what an operator asks for does.</param>
    public static IServiceCollection AddJobs(this IServiceCollection services, Modules modules, bool enabled)
    {
        var jobs = JobTypes.Of(modules);
        foreach (var job in jobs.All) services.AddScoped(job.Type);
        services
            .AddSingleton(jobs)
            .AddScoped<Pieces>()
            .AddSingleton<RunBook>()
            .AddSingleton<JobRunner>()
            .AddHostedService(provider => provider.GetRequiredService<JobRunner>());
        if (!enabled) return services;
        services.AddQuartz(quartz =>
        {
            foreach (var job in jobs.All) add.MakeGenericMethod(job.Type).Invoke(null, [quartz, job]);
        });
        return services.AddQuartzHostedService(options => (options.WaitForJobsToComplete, options.AwaitApplicationStarted) = (true, true));
    }

    private static void Add<T>(IQuartzBuilder quartz, JobType job)
        where T : class, IJob
    {
        var name = typeof(T).FullName!;
        quartz.ScheduleJob<ScheduledJob<T>>(
            trigger => trigger.WithIdentity(name).WithSchedule(CronScheduleBuilder.Create(job.Schedule).InTimeZone(TimeZoneInfo.Utc)),
            detail => detail.WithIdentity(name));
    }
}

/// <summary>A run that is due. Where somebody has asked for one that is still under way, that is it.</summary>
[DisallowConcurrentExecution]
internal sealed class ScheduledJob<T>(JobRunner runner, JobTypes jobs) : Quartz.IJob
    where T : class, IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(jobs.Find(typeof(T).Name)!, startedBy: null, cancellationToken);
}
