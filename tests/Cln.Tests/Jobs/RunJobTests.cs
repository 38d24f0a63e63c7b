using Cln.Billing;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Jobs;

/// <summary>What operators see of jobs, and that they can run them.</summary>
public sealed class RunJobTests
{
    private const string Run = "mutation($name: String!) { runJob(input: { name: $name }) { job { name lastRun { outcome startedBy } } errors { ... on Error { code message } } } }";
    private const string Look = "{ job(name: \"CatchUp\") { lastRun { outcome trouble pieces failedPieces startedBy host milliseconds times } lastSuccess { outcome } failuresInARow late runs(first: 2) { outcome } } }";

    [EveryDatabase]
    public async Task An_operator_runs_a_job_and_sees_what_comes_of_it(DatabaseKind kind)
    {
        var (stripe, paypal) = (new PlantedSource("stripe"), new PlantedSource("paypal"));
        await using var world = await World.StartAsync(kind, services => services.AddSingleton<IWebhookSource>(stripe).AddSingleton<IWebhookSource>(paypal));
        var op = await world.OperatorAsync();
        Assert.True((await op.SendAsync(Look)).Worked().IsNull("job.lastRun"));

        // One gateway can't be reached.
        var gate = new Gate();
        stripe.Asked = gate.PassAsync;
        paypal.Asked = _ => throw new HttpRequestException("No route to paypal.");
        var begun = (await op.SendAsync(Run, new { name = "CatchUp" })).Worked("runJob");
        Assert.Equal("RUNNING", begun.Text("runJob.job.lastRun.outcome"));
        await gate.Entered;
        Assert.Equal("JOB_UNDER_WAY", (await op.SendAsync(Run, new { name = "CatchUp" })).Code("runJob"));
        gate.Open();
        await EndedAsync(world, 1);
        var partly = (await op.SendAsync(Look)).Worked();
        Assert.Equal("PARTLY_FAILED", partly.Text("job.lastRun.outcome"));
        Assert.Equal("1 of 2 failed. The first: HttpRequestException: No route to paypal.", partly.Text("job.lastRun.trouble"));
        Assert.StartsWith("user:", partly.Text("job.lastRun.startedBy"), StringComparison.Ordinal);
        Assert.Equal((2, 1, 1), (partly.Number("job.lastRun.pieces"), partly.Number("job.lastRun.failedPieces"), partly.Number("job.failuresInARow")));
        Assert.True(partly.IsNull("job.lastSuccess"));

        // Neither can.
        stripe.Asked = paypal.Asked;
        (await op.SendAsync(Run, new { name = "CatchUp" })).Worked("runJob");
        await EndedAsync(world, 2);
        Assert.Equal(("FAILED", 2), ((await op.SendAsync(Look)).Text("job.lastRun.outcome"), (await op.SendAsync(Look)).Number("job.failuresInARow")));

        // Both can.
        stripe.Asked = paypal.Asked = _ => Task.CompletedTask;
        (await op.SendAsync(Run, new { name = "CatchUp" })).Worked("runJob");
        await EndedAsync(world, 3);
        var well = (await op.SendAsync(Look)).Worked();
        Assert.Equal(("SUCCEEDED", "SUCCEEDED", 0), (well.Text("job.lastRun.outcome"), well.Text("job.lastSuccess.outcome"), well.Number("job.failuresInARow")));
        Assert.Equal(["SUCCEEDED", "FAILED"], well.List("job.runs").Select(run => run.GetProperty("outcome").GetString()));

        var log = (await op.SendAsync("{ auditLog(first: 5, where: { action: { eq: \"runJob\" } }) { nodes { outcome code detail actor principal } } }")).Worked().List("auditLog.nodes");
        Assert.Equal(["DONE  CatchUp", "DONE  CatchUp", "REFUSED JOB_UNDER_WAY CatchUp", "DONE  CatchUp"], log.Select(entry => $"{entry.GetProperty("outcome")} {entry.GetProperty("code")} {entry.GetProperty("detail")}"));
        Assert.All(log, entry => Assert.Equal(("OPERATOR", partly.Text("job.lastRun.startedBy")), (entry.GetProperty("actor").GetString(), entry.GetProperty("principal").GetString())));
    }

    [Fact]
    public async Task A_job_that_isnt_there_is_answered_with_those_that_are()
    {
        await using var world = await World.StartAsync();
        var op = await world.OperatorAsync();
        var answer = await op.SendAsync(Run, new { name = "ChargeMonth" });
        Assert.Equal("UNKNOWN_JOB", answer.Code("runJob"));
        Assert.Contains("ChargeMonths", answer.Text("runJob.errors.0.message"), StringComparison.Ordinal);
        Assert.True((await op.SendAsync("{ job(name: \"ChargeMonth\") { name } }")).Worked().IsNull("job"));
        Assert.Equal(["PAGE_OUT_OF_RANGE"], (await op.SendAsync("{ job(name: \"ChargeMonths\") { runs(first: 101) { outcome } } }")).Codes);
    }

    [Fact]
    public async Task Every_job_says_what_it_does_whose_it_is_and_when_it_is_due_and_asking_for_all_takes_few_commands()
    {
        await using var world = await World.StartAsync(DatabaseKind.Sqlite, JobWorld.Plant);
        var op = await world.OperatorAsync();
        const string All = "{ jobs { name description module schedule nextRunAt late failuresInARow lastRun { outcome } lastSuccess { outcome } runs(first: 3) { outcome } } }";
        var (names, _) = await CountAsync("{ jobs { name } }");
        var (commands, jobs) = await CountAsync(All);

        // The histories, and the runs.
        Assert.Equal(names + 2, commands);
        Assert.True(jobs.Count >= 20, $"{jobs.Count} jobs");
        Assert.Equal(jobs.Select(job => job.GetProperty("name").GetString()).Order(StringComparer.Ordinal), jobs.Select(job => job.GetProperty("name").GetString()));
        Assert.All(jobs, job => Assert.Matches("^[A-Z].{20,}[.]$", job.GetProperty("description").GetString()));
        Assert.All(jobs, job => Assert.InRange(job.GetProperty("nextRunAt").GetDateTimeOffset(), World.Begins, World.Begins.AddDays(1)));
        Assert.Equal(["Billing", "Host", "Registration", "Servers"], jobs.Select(job => job.GetProperty("module").GetString()).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("2026-11-10T12:05:00.000Z", jobs.Single(job => job.GetProperty("name").GetString() == "ChargeMonths").GetProperty("nextRunAt").GetString());

        async Task<(int Commands, IReadOnlyList<System.Text.Json.JsonElement> Jobs)> CountAsync(string document)
        {
            await op.SendAsync(document);
            using var count = CommandCount.Of(world);
            var answer = (await op.SendAsync(document)).Worked();
            return (count.Commands, answer.List("jobs"));
        }
    }

    [Fact]
    public async Task A_job_that_no_host_begins_any_more_is_late()
    {
        await using var world = await World.StartAsync(DatabaseKind.Sqlite, services => services.AddSingleton<IWebhookSource>(new PlantedSource("stripe")));
        var op = await world.OperatorAsync();
        (await op.SendAsync(Run, new { name = "CatchUp" })).Worked("runJob");
        await EndedAsync(world, 1);
        world.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.False((await op.SendAsync(Look)).Worked().At("job.late").GetBoolean());
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await op.SendAsync(Look)).Worked().At("job.late").GetBoolean());
    }

    [Fact]
    public async Task By_the_schedule_jobs_run_by_themselves_and_are_kept()
    {
        await using var world = await World.StartAsync(settings: ("Jobs:Enabled", "true"));
        var runs = await world.RunsAsync(runs => runs.Count > 0 && runs[^1].FinishedAt is not null, nameof(Janitor));
        Assert.Equal(("Succeeded", null), (runs[^1].Kept.ToString(), runs[^1].StartedBy));
    }

    private static Task EndedAsync(World world, int runs) => world.RunsAsync(all => all.Count(run => run.FinishedAt is not null) == runs, "CatchUp");

    /// <summary>A gateway that is asked for events that it couldn't deliver, and has none.</summary>
    private sealed class PlantedSource(string gateway) : IWebhookSource
    {
        public Func<CancellationToken, Task> Asked { get; set; } = _ => Task.CompletedTask;

        public string Gateway => gateway;

        public Task<WebhookEvent> ReadAsync(WebhookRequest delivery, CancellationToken cancellation) => throw new NotSupportedException();

        public async IAsyncEnumerable<WebhookEvent> MissedAsync(DateTimeOffset since, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            await Asked(cancellation);
            yield break;
        }
    }
}
