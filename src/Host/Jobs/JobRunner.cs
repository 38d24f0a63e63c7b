using System.Reflection;
using Cln.Host.Events;
using Quartz;

namespace Cln.Host.Jobs;

/// <summary>Runs the modules' jobs by Quartz, on every host: a job claims its work in tables, so that hosts share it and never do it twice.</summary>
internal static class JobSetup
{
    private static readonly MethodInfo add = typeof(JobSetup).GetMethod(nameof(Add), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static IServiceCollection AddJobs(this IServiceCollection services, IEnumerable<Assembly> assemblies)
    {
        var jobs = assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type is { IsAbstract: false, IsClass: true } && type.IsAssignableTo(typeof(IJob))).ToList();
        foreach (var job in jobs) services.AddScoped(job);
        services.AddQuartz(quartz =>
        {
            foreach (var job in jobs) add.MakeGenericMethod(job).Invoke(null, [quartz]);
        });
        return services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }

    private static void Add<T>(IServiceCollectionQuartzConfigurator quartz)
        where T : class, IJob
    {
        var key = new JobKey(typeof(T).Name, typeof(T).Namespace!);
        quartz.AddJob<ScheduledJob<T>>(job => job.WithIdentity(key));
        quartz.AddTrigger(trigger => trigger.ForJob(key).WithCronSchedule(T.Schedule, cron => cron.InTimeZone(TimeZoneInfo.Utc).WithMisfireHandlingInstructionFireAndProceed()));
    }
}

/// <summary>One run of a job, as the platform, in a scope of its own.</summary>
[DisallowConcurrentExecution]
internal sealed class ScheduledJob<T>(IServiceScopeFactory scopes, ILogger<T> logger) : Quartz.IJob
    where T : class, IJob
{
    public async Task Execute(IJobExecutionContext context)
    {
        await using var scope = scopes.CreatePlatformScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<T>().RunAsync(context.CancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(failure, "The job {Job} failed; it runs again on its schedule", typeof(T).Name);
        }
    }
}
