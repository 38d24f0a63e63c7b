using Cln.Contracts;
using Cln.Data;
using Cln.Tests.Billing;
using Cln.Tests.FakeProviders;
using Cln.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Data;

/// <summary>Each invariant holds in a small world in which everything has happened once, and each finds what it is there for.</summary>
public sealed class InvariantTests
{
    [Fact]
    public async Task Every_invariant_finds_what_breaks_it()
    {
        await using var world = await SmallWorldAsync();
        await using var scope = world.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var invariants = scope.ServiceProvider.GetServices<IInvariants>().SelectMany(module => module.All).ToList();
        Assert.Equal(invariants.Select(invariant => invariant.Name).Order(StringComparer.Ordinal), InvariantPlants.All.Select(plant => plant.Invariant).Distinct().Order(StringComparer.Ordinal));

        // Later than anything that waits for an hour or a day.
        var later = world.Clock.GetUtcNow().AddHours(30);
        List<string> wrong = [];
        foreach (var invariant in invariants)
        {
            if (await db.BreaksAsync(invariant, later) > 0) wrong.Add($"{invariant.Name} doesn't hold before anything was forged");
        }

        foreach (var (name, forgery) in InvariantPlants.All)
        {
            var invariant = invariants.Single(invariant => invariant.Name == name);
            if (await Planted.InAsync(db, forgery, () => db.BreaksAsync(invariant, later)) == 0) wrong.Add($"{name} doesn't find {forgery}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_check_that_cannot_read_what_it_checks_is_a_finding_and_the_others_go_on()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await world.RunAsync(await api.NumberAsync(), quantity: 1);
        await SqlAsync(world, "UPDATE billing_usage SET quantities = 'x' || quantities");

        var violation = Assert.Single(await world.ViolationsAsync());
        Assert.StartsWith("L3: ", violation, StringComparison.Ordinal);
        Assert.Contains("can't be read", violation, StringComparison.Ordinal);

        await SqlAsync(world, "UPDATE billing_usage SET quantities = substr(quantities, 2)");
    }

    [Fact]
    public async Task What_does_not_hold_is_logged_critically_every_night()
    {
        await using var world = await World.StartAsync();
        world.ExpectsErrors = true;
        await world.ResellerAsync();
        await world.RunJobAsync<global::Cln.Host.Data.NightlyCheckup>();
        Assert.Empty(world.Errors);
        await SqlAsync(world, "UPDATE billing_accounts SET balance = balance + 1 WHERE id = 1");

        await world.RunJobAsync<global::Cln.Host.Data.NightlyCheckup>();

        Assert.Contains(world.Errors, error => error.StartsWith("I03 doesn't hold: An account's balance is the sum of its entries 1 rows", StringComparison.Ordinal));
        await SqlAsync(world, "UPDATE billing_accounts SET balance = balance - 1 WHERE id = 1");
    }

    private static Task<int> SqlAsync(World world, string sql) => world.InUnitAsync((ClnDbContext db) => db.Database.ExecuteSqlRawAsync(sql));

    /// <summary>A deposit, a top-up, a licence over a month's end, a server by key, fees, a seal.</summary>
    private static async Task<World> SmallWorldAsync()
    {
        var world = await World.StartAsync(settings: [("Gateways:Sandbox:FeePerMille", "29"), ("Webhooks:AllowHttp", "true"), ("Webhooks:AllowedNetworks", "127.0.0.0/8")]);
        var api = await world.ResellerAsync();
        (await api.TopUpAsync("100.00")).Worked("topUp");
        (await api.AddCardAsync("pm_card_mastercard")).Worked("addPaymentMethod");
        var payment = (await api.SendAsync("{ payments(first: 1, where: { purpose: { eq: TOP_UP } }) { nodes { id } } }")).Worked().Text("payments.nodes.0.id");
        (await (await world.OperatorAsync()).SendAsync(
            "mutation($payment: ID!, $key: IdempotencyKey!) { refundPayment(input: { paymentId: $payment, amount: \"10.00\", reason: \"A part too much\", idempotencyKey: $key }) { refund { state } errors { ... on Error { code message } } } }",
            new { payment, key = World.Key() })).Worked("refundPayment");
        await world.RunAsync(await api.NumberAsync(), quantity: 1);
        await world.RegisteredAsync("198.51.100.7", "web.shop.example", await api.KeyAsync("shop", limit: 2));
        await TakenAsync(world, api);
        world.Clock.Advance(TimeSpan.FromDays(25));
        await world.RunJobsAsync();
        return world;
    }

    /// <summary>A webhook whose endpoint has taken a delivery and is no longer there.</summary>
    private static async Task TakenAsync(World world, Api api)
    {
        await using var receiver = await HookReceiver.StartAsync();
        var hook = (await api.SendAsync("mutation($url: String!) { createWebhook(input: { url: $url, events: [\"ResellerActivated\"] }) { webhook { id } errors { ... on Error { message } } } }", new { url = receiver.Address }))
            .Worked("createWebhook").Text("createWebhook.webhook.id");
        (await api.SendAsync("mutation($id: ID!) { sendTestWebhook(input: { id: $id }) { errors { ... on Error { message } } } }", new { id = hook })).Worked("sendTestWebhook");
        await world.SettleAsync();
        Assert.Single(receiver.Received);
    }
}
