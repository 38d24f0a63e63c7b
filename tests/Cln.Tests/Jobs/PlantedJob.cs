using System.Collections.Concurrent;
using Cln.Data;
using Cln.Host.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Jobs;

/// <summary>A job that does what its test wants. No module brings it, so that nobody else runs it.</summary>
internal sealed class PlantedJob(PlantedJob.Wish wish, Pieces pieces) : IJob
{
    public static string Schedule => "0/10 * * * * ?";

    public Task RunAsync(CancellationToken cancellation) => wish.Work(pieces, cancellation);

    internal sealed class Wish
    {
        public Func<Pieces, CancellationToken, Task> Work { get; set; } = (_, _) => Task.CompletedTask;
    }
}

internal static class JobWorld
{
    public static JobType Planted { get; } = new(typeof(PlantedJob), "Tests");

    public static void Plant(IServiceCollection services) => services.AddSingleton<PlantedJob.Wish>().AddScoped<PlantedJob>();

    /// <summary>Sets what the planted job does.</summary>
    public static void Wish(this World world, Func<Pieces, CancellationToken, Task> work) => world.Services.GetRequiredService<PlantedJob.Wish>().Work = work;

    /// <summary>A run that is due.</summary>
    public static Task<RunEnd?> RunAsync(this World world, string? startedBy = null) => world.Services.GetRequiredService<JobRunner>().RunAsync(Planted, startedBy, CancellationToken.None);

    /// <summary>The rows of a job, oldest first.</summary>
    public static async Task<IReadOnlyList<JobRun>> RunsAsync(this World world, string job = nameof(PlantedJob))
    {
        await using var scope = world.PlatformScope();
        return await scope.ServiceProvider.GetRequiredService<ClnDbContext>().JobRuns.AsNoTracking().Where(run => run.Job == job).OrderBy(run => run.Id).ToListAsync();
    }

    /// <summary>The rows of a job when they are as one waits for: what runs beside the test takes its time.</summary>
    public static async Task<IReadOnlyList<JobRun>> RunsAsync(this World world, Func<IReadOnlyList<JobRun>, bool> areThere, string job = nameof(PlantedJob))
    {
        while (true)
        {
            var runs = await world.RunsAsync(job);
            if (areThere(runs)) return runs;
            await Task.Delay(20);
        }
    }

    public static IEnumerable<string> Told(this World world, IEnumerable<JobRun> runs) => runs.Select(run => $"{run.Outcome(world.Clock)} {run.Times} {run.FailedPieces}/{run.Pieces} {run.Trouble(world.Clock)}".Trim());
}

/// <summary>Work that waits until its test lets it go on.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Entered => entered.Task;

    public void Open() => opened.TrySetResult();

    public Task PassAsync(CancellationToken cancellation)
    {
        entered.TrySetResult();
        return opened.Task.WaitAsync(cancellation);
    }
}
