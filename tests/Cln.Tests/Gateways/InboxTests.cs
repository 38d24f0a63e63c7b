using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Billing;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Gateways;

/// <summary>What becomes of events that were stored. The sandbox plays the gateway that tells of its payments.</summary>
public sealed class InboxTests
{
    [Fact]
    public async Task An_event_brings_the_payment_to_where_the_gateway_has_it()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await StageAsync(world, api, "50.00");
        var (id, key) = await LatestAsync(world);
        await StoreAsync(world, new("evt_1", "paid", [id], Key: null), new("evt_2", "paid", [], key));

        // They are worked on side by side: one may find the other asking.
        await world.SettleAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.SettleAsync();

        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP POSTED 50.00"], await api.PaymentsAsync());
        Assert.Equal(["evt_1 Done", "evt_2 Done"], await world.InboxAsync());
    }

    [EveryDatabase]
    public async Task Ten_events_about_one_payment_on_two_workers_are_one_posting(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync();
        await StageAsync(world, api, "50.00");
        var (id, key) = await LatestAsync(world);
        await StoreAsync(world, [.. Enumerable.Range(0, 10).Select(number => new WebhookEvent($"evt_{number}", "paid", [id], key))]);

        await Task.WhenAll(world.Services.GetRequiredService<Inbox>().WorkAsync(CancellationToken.None), world.Services.GetRequiredService<Inbox>().WorkAsync(CancellationToken.None));
        // One that finds another asking waits a second, and may find yet another then.
        for (var seconds = 0; seconds < 10; seconds++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await world.SettleAsync();
        }

        Assert.Equal("1050.00", await api.BalanceAsync());
        Assert.All(await world.InboxAsync(), told => Assert.EndsWith("Done", told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_that_comes_before_its_payment_is_known_waits_for_it()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await StoreAsync(world, new WebhookEvent("evt_1", "paid", ["sandbox_later"], Key: null));
        await world.SettleAsync();
        Assert.Equal(["evt_1 Retry"], await world.InboxAsync());

        await StageAsync(world, api, "50.00");
        var (id, _) = await LatestAsync(world);
        await world.InUnitAsync((ClnDbContext db) => db.InboxEvents.ExecuteUpdateAsync(set => set.SetProperty(told => told.About, id)));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.SettleAsync();

        Assert.Equal(["evt_1 Done"], await world.InboxAsync());
        Assert.Equal("1050.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task One_about_nothing_of_ours_is_looked_for_five_times_more_within_thirteen_minutes_and_then_told_of()
    {
        await using var world = await World.StartAsync();
        world.ExpectsErrors = true;
        await StoreAsync(world, new WebhookEvent("evt_1", "paid", ["pi_of_somebody_else"], Key: null));
        List<string> states = [];

        foreach (var pause in new[] { 0, 1, 5, 30, 120, 600 })
        {
            world.Clock.Advance(TimeSpan.FromSeconds(pause));
            await world.SettleAsync();
            states.AddRange(await world.InboxAsync());
        }

        Assert.Equal([.. Enumerable.Repeat("evt_1 Retry", 5), "evt_1 Orphan"], states);
    }

    [Fact]
    public async Task One_whose_payment_can_not_be_looked_at_is_given_up_after_ten_tries_and_holds_up_no_other()
    {
        await using var world = await World.StartAsync();
        world.ExpectsErrors = true;
        var api = await world.ResellerAsync();
        await StageAsync(world, api, "50.00");
        var (id, _) = await LatestAsync(world);
        await StoreAsync(world, new("evt_poison", "paid", [id], Key: null), new("evt_other", "paid", [], Key: null));

        // A row that no code of ours can read.
        await world.InUnitAsync((ClnDbContext db) => db.Database.ExecuteSqlAsync($"UPDATE billing_payments SET state = 'Nonsense' WHERE gateway_id = {id}"));
        for (var tries = 0; tries < 12; tries++)
        {
            await world.SettleAsync();
            world.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Equal(["evt_poison Dead", "evt_other Ignored"], await world.InboxAsync());
        var dead = await world.InUnitAsync((ClnDbContext db) => db.InboxEvents.AsNoTracking().SingleAsync(told => told.EventId == "evt_poison"));
        Assert.Equal((10, null), (dead.Failures, dead.NextTryAt));
        await world.InUnitAsync((ClnDbContext db) => db.Database.ExecuteSqlAsync($"UPDATE billing_payments SET state = 'Canceled' WHERE gateway_id = {id}"));
    }

    [Fact]
    public async Task While_another_asks_about_the_payment_the_event_waits_as_it_may_be_the_newer()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await StageAsync(world, api, "50.00");
        var (id, _) = await LatestAsync(world);
        var until = world.Clock.GetUtcNow() + TimeSpan.FromSeconds(1);
        await world.InUnitAsync((ClnDbContext db) => db.Payments.Where(p => p.GatewayId == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.LeasedUntil, until)));
        await StoreAsync(world, new WebhookEvent("evt_1", "paid", [id], Key: null));

        await world.SettleAsync();
        Assert.Equal(["evt_1 Retry"], await world.InboxAsync());
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.SettleAsync();

        Assert.Equal(["evt_1 Done"], await world.InboxAsync());
        Assert.Equal("1050.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task One_that_a_host_claimed_and_left_is_taken_up_by_another()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await StageAsync(world, api, "50.00");
        var (id, _) = await LatestAsync(world);
        await StoreAsync(world, new WebhookEvent("evt_1", "paid", [id], Key: null));
        await world.InUnitAsync(async (InboxRows rows) => await rows.ClaimAsync((await rows.DueAsync(1, CancellationToken.None))[0], CancellationToken.None));

        await world.SettleAsync();
        Assert.Equal("1000.00", await api.BalanceAsync());
        world.Clock.Advance(TimeSpan.FromSeconds(60));
        await world.SettleAsync();

        Assert.Equal("1050.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task An_event_that_nobody_works_on_for_a_quarter_of_an_hour_is_found()
    {
        await using var world = await World.StartAsync();
        await StoreAsync(world, new WebhookEvent("evt_1", "paid", ["pi_1"], Key: null));

        world.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Empty(await StuckAsync(world));
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["1 rows"], await StuckAsync(world));
    }

    [Fact]
    public async Task What_a_gateway_could_not_deliver_is_asked_for_every_five_minutes()
    {
        var source = new ScriptedWebhooks();
        await using var world = await source.StartAsync();
        await world.RunJobAsync<CatchUp>();
        source.Missed.AddRange([new("evt_1", "x", [], Key: null), new("evt_2", "x", [], Key: null)]);
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.RunJobAsync<CatchUp>();
        await world.RunJobAsync<CatchUp>();
        world.Clock.Advance(TimeSpan.FromDays(90));
        await world.RunJobAsync<CatchUp>();

        Assert.Equal(["evt_1 Ignored", "evt_2 Ignored"], await world.InboxAsync());
        var hour = TimeSpan.FromHours(1);
        Assert.Equal([World.Begins - hour, World.Begins - hour, World.Begins + TimeSpan.FromMinutes(5) - hour, world.Clock.GetUtcNow() - TimeSpan.FromDays(30) - hour], source.Asked);
    }

    /// <summary>A payment that the payer has approved with the sandbox, and of which nobody has told us yet.</summary>
    private static async Task StageAsync(World world, Api api, string amount)
    {
        var started = (await api.SendAsync(
            "mutation($amount: Money!, $key: IdempotencyKey!) { startPayPalTopUp(input: { amount: $amount, returnUrl: \"https://console.example/back\", cancelUrl: \"https://console.example/gone\", idempotencyKey: $key }) { approvalUrl errors { ... on Error { code } } } }",
            new { amount, key = World.Key() })).Worked("startPayPalTopUp").Text("startPayPalTopUp.approvalUrl");
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = world.Address };
        using var approved = await browser.PostAsync(new Uri(started).AbsolutePath + "/approve", content: null);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, approved.StatusCode);
    }

    private static async Task<(string Id, string Key)> LatestAsync(World world)
    {
        var latest = await world.InUnitAsync((ClnDbContext db) => db.Payments.AsNoTracking().OrderByDescending(payment => payment.Id).FirstAsync());
        return (latest.GatewayId!, latest.GatewayKey);
    }

    private static async Task<IReadOnlyList<string>> StuckAsync(World world) =>
        (await Checkup.RunAsync(world.Services.GetRequiredService<IServiceScopeFactory>(), CancellationToken.None)).Single(finding => finding.Name == "I20").Broken;

    private static async Task StoreAsync(World world, params WebhookEvent[] events)
    {
        foreach (var told in events) Assert.True(await world.InUnitAsync((InboxRows rows) => rows.AddAsync("sandbox", told, bodyHash: null, CancellationToken.None)));
    }
}
