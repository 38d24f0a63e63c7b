using Cln.Billing;
using Cln.Data;
using Cln.Host.Data;
using Cln.Host.Jobs;
using Cln.Tests.Billing;
using Cln.Tests.Data;
using Cln.Tests.Durability;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Jobs;

/// <summary>What is kept of the runs of jobs.</summary>
public sealed class JobRunsTests
{
    [EveryDatabase]
    public async Task A_run_is_kept_with_what_came_of_it(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, JobWorld.Plant);
        world.ExpectsErrors = true;
        await world.RunAsync();
        world.Wish((pieces, stop) => EachAsync(pieces, [1, 2, 3], failing: [2, 3], stop));
        await world.RunAsync();
        world.Wish((pieces, stop) => EachAsync(pieces, [7], failing: [7], stop));
        await world.RunAsync();
        world.Wish((_, _) => throw new InvalidOperationException("wrapped", new TimeoutException("The key sk_live_abc123 with password=hunter2 was refused\n  by the gateway.")));
        var end = await world.RunAsync("user:7");

        var runs = await world.RunsAsync();
        Assert.Equal(
            [
                "Succeeded 1 0/0",
                "PartlyFailed 1 2/3 2 of 3 failed. The first: InvalidOperationException: 2 is broken",
                "Failed 1 1/1 InvalidOperationException: 7 is broken",
                "Failed 1 0/0 TimeoutException: The key sk_*** with password=*** was refused by the gateway.",
            ],
            world.Told(runs));
        Assert.Equal((JobOutcome.Failed, "user:7"), (end!.Outcome, runs[^1].StartedBy));
        Assert.All(runs, run => Assert.Equal((Environment.MachineName, World.Begins, (DateTimeOffset?)World.Begins), (run.Host, run.StartedAt, run.FinishedAt)));
        Assert.Contains(world.Errors, error => error.Contains("The job PlantedJob failed", StringComparison.Ordinal));
    }

    [EveryDatabase]
    public async Task Runs_that_are_due_and_end_alike_are_one_row_an_hour(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, JobWorld.Plant);
        world.ExpectsErrors = true;
        await DueAsync(world, 3);
        world.Wish((_, _) => throw new TimeoutException("Nobody answers."));
        await DueAsync(world, 2);
        world.Wish((_, _) => Task.CompletedTask);
        await DueAsync(world, 1);
        await world.RunAsync("user:7");
        await DueAsync(world, 370);

        var runs = await world.RunsAsync();
        Assert.Equal(["Succeeded 3 0/0", "Failed 2 0/0 TimeoutException: Nobody answers.", "Succeeded 1 0/0", "Succeeded 1 0/0", "Succeeded 360 0/0", "Succeeded 10 0/0"], world.Told(runs));
        Assert.Equal((World.Begins, World.Begins.AddSeconds(20)), (runs[0].Since, runs[0].StartedAt));
    }

    [EveryDatabase]
    public async Task A_run_whose_host_died_is_lost_and_a_long_one_is_not(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, JobWorld.Plant);
        var dead = await world.Services.GetRequiredService<RunBook>().BeginAsync(JobWorld.Planted, startedBy: null, CancellationToken.None);
        var gate = new Gate();
        world.Wish((_, stop) => gate.PassAsync(stop));
        var running = world.RunAsync();
        await gate.Entered;
        Assert.Null(await world.RunAsync());

        for (var minute = 1; minute <= 5; minute++)
        {
            var until = World.Begins.AddMinutes(minute) + RunBook.Lease;
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await world.RunsAsync(runs => runs[^1].LeasedUntil == until);
        }

        Assert.Equal(["Lost 1 0/0 Its host died, or could not reach the database, before it ended.", "Running 1 0/0"], world.Told(await world.RunsAsync()));
        gate.Open();
        await running;
        Assert.Equal([(null, 1), (300_000, 1)], (await world.RunsAsync()).Select(run => (run.Milliseconds, run.Times)));
        Assert.NotNull(dead.Id);
    }

    [EveryDatabase(ServersOnly = true)]
    public async Task A_process_that_dies_in_the_middle_leaves_a_run_that_is_lost(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        await world.RunAsync(await (await world.ResellerAsync()).NumberAsync(), 1);
        world.Clock.Advance(TimeSpan.FromDays(31));
        var (exitCode, _) = await HostProcess.CommandAsync(world.Folder, ["job", nameof(ChargeMonths)], [.. world.HostSettings, ("CRASH_AT", "C17")]);
        Assert.NotEqual(0, exitCode);
        Assert.Equal(JobOutcome.Running, Assert.Single(await world.RunsAsync(nameof(ChargeMonths))).Outcome(world.Clock));

        world.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(0, (await HostProcess.CommandAsync(world.Folder, ["job", nameof(ChargeMonths)], world.HostSettings)).ExitCode);
        Assert.Equal([(JobOutcome.Lost, "command line"), (JobOutcome.Succeeded, "command line")], (await world.RunsAsync(nameof(ChargeMonths))).Select(run => (run.Outcome(world.Clock), run.StartedBy)));
        Assert.Equal(1, (await HostProcess.CommandAsync(world.Folder, ["job", "Nonsense"], world.HostSettings)).ExitCode);
    }

    [Fact]
    public async Task What_a_host_stops_at_its_end_is_lost_and_told_so()
    {
        await using var first = await World.StartAsync(DatabaseKind.Sqlite, JobWorld.Plant);
        first.Wish((_, stop) => new Gate().PassAsync(stop));
        Assert.True(await first.Services.GetRequiredService<JobRunner>().StartAsync(JobWorld.Planted, "user:7", CancellationToken.None));
        await using var next = await first.RestartAsync();
        Assert.Equal(["Lost 1 0/0 Its host was stopped before it ended."], next.Told(await next.RunsAsync()));
    }

    [EveryDatabase(ServersOnly = true)]
    public async Task Two_hosts_run_a_job_at_once_and_each_has_a_row(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, JobWorld.Plant);
        await using var other = await world.BesideAsync();
        World[] hosts = [world, other];
        var gates = hosts.Select(_ => new Gate()).ToList();
        foreach (var (host, gate) in hosts.Zip(gates)) host.Wish((_, stop) => gate.PassAsync(stop));
        var runs = hosts.Select(host => host.RunAsync()).ToList();
        foreach (var gate in gates) await gate.Entered;
        Assert.Equal(["Running 1 0/0", "Running 1 0/0"], world.Told(await world.RunsAsync()));
        foreach (var gate in gates) gate.Open();
        await Task.WhenAll(runs);

        // Each goes on in a row of its own.
        await world.RunAsync();
        await other.RunAsync();
        Assert.Equal(["Succeeded 2 0/0", "Succeeded 2 0/0"], world.Told(await world.RunsAsync()));
    }

    [EveryDatabase]
    public async Task Failures_are_kept_for_a_month_successes_for_a_week_and_the_last_success_for_ever(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, JobWorld.Plant);
        world.ExpectsErrors = true;
        var end = World.Begins.AddDays(40);
        for (var day = 0; day < 40; day++)
        {
            var fails = day >= 20;
            world.Wish((_, _) => fails ? throw new TimeoutException("Nobody answers.") : Task.CompletedTask);
            await world.RunAsync();
            world.Clock.Advance(TimeSpan.FromDays(1));
        }

        await world.RunJobAsync<TrimJobRuns>();
        Assert.Equal(end, world.Clock.GetUtcNow());
        Assert.Equal(Enumerable.Range(19, 21), (await world.RunsAsync()).Select(run => (run.StartedAt - World.Begins).Days));

        world.Wish((_, _) => Task.CompletedTask);
        await world.RunAsync();
        world.Clock.Advance(TimeSpan.FromDays(6));
        await world.RunAsync();
        await world.RunJobAsync<TrimJobRuns>();
        Assert.Equal([.. Enumerable.Range(20, 20).Where(day => day >= 16), 40, 46], (await world.RunsAsync()).Select(run => (run.StartedAt - World.Begins).Days));
        world.Clock.Advance(TimeSpan.FromDays(100));
        await world.RunJobAsync<TrimJobRuns>();
        Assert.Equal(46, (Assert.Single(await world.RunsAsync()).StartedAt - World.Begins).Days);
    }

    [Fact]
    public async Task A_job_runs_though_nothing_can_be_written_down()
    {
        await using var world = await World.StartAsync(DatabaseKind.Sqlite, JobWorld.Plant);
        var done = 0;
        world.Wish((_, _) => Task.FromResult(done++));
        await world.InUnitAsync((ClnDbContext db) => db.Database.ExecuteSqlAsync($"ALTER TABLE jobs_runs RENAME TO jobs_runs_away"));
        Assert.Equal(JobOutcome.Succeeded, (await world.RunAsync())!.Outcome);
        await world.InUnitAsync((ClnDbContext db) => db.Database.ExecuteSqlAsync($"ALTER TABLE jobs_runs_away RENAME TO jobs_runs"));
        Assert.Equal(1, done);
        Assert.Empty(await world.RunsAsync());
    }

    private static async Task EachAsync(Pieces pieces, int[] all, int[] failing, CancellationToken stop)
    {
        foreach (var one in all) await pieces.TryAsync(() => failing.Contains(one) ? throw new InvalidOperationException($"{one} is broken") : Task.CompletedTask, _ => { }, stop);
    }

    private static async Task DueAsync(World world, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await world.RunAsync();
            world.Clock.Advance(TimeSpan.FromSeconds(10));
        }
    }
}
