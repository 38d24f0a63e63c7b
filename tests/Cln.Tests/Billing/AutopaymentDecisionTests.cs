using System.Text.Json;
using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Billing;

public sealed class AutopaymentDecisionTests
{
    private static readonly string[] Cards = ["pm_card_visa", "pm_card_amex", "pm_card_failsForLackOfFunds", "pm_card_failsAsExpired", "pm_card_failsAsLost", "pm_card_authenticationRequired"];

    [Fact]
    public async Task Every_look_at_a_balance_is_told_and_the_same_again_is_counted()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        var reseller = await api.NumberAsync();
        foreach (var quantity in new[] { 1, 2, 3, 130 })
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await world.RunAsync(reseller, quantity);
            await world.SettleAsync();
        }

        var decisions = (await api.SendAsync("{ autopaymentDecisions(first: 10) { totalCount nodes { at lastAt times balance version outcome reason amount retryAt payment { state amount } paymentMethod { label } } } }")).Worked().List("autopaymentDecisions.nodes");

        Assert.Equal(["NOTHING_DUE", "CHARGE", "NOTHING_DUE"], decisions.Select(decision => decision.GetProperty("outcome").GetString()));
        var (recovered, charge, quiet) = (decisions[0], decisions[1], decisions[2]);
        Assert.Equal(("0.00", 1), (recovered.GetProperty("balance").GetString(), recovered.GetProperty("times").GetInt32()));
        Assert.Equal(("-92.00", 5, "92.00", "POSTED"), (charge.GetProperty("balance").GetString(), charge.GetProperty("version").GetInt32(), charge.GetProperty("amount").GetString(), charge.GetProperty("payment").GetProperty("state").GetString()));
        Assert.Equal(("1000.00", 4, "2026-11-10T12:00:00.000Z", "2026-11-10T12:03:00.000Z"), (quiet.GetProperty("balance").GetString(), quiet.GetProperty("times").GetInt32(), quiet.GetProperty("at").GetString(), quiet.GetProperty("lastAt").GetString()));
    }

    [Fact]
    public async Task A_scan_that_finds_the_same_makes_no_row()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        await api.KeepCardsAsync(await api.CardAsync("pm_card_failsForLackOfFunds", makeCurrent: true));
        await world.RunAsync(await api.NumberAsync(), quantity: 130);
        await world.SettleAsync();
        var before = await api.DecisionsAsync();

        for (var scan = 0; scan < 20; scan++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(5));
            await world.RunJobAsync<ScanForAutopayments>();
        }

        Assert.Equal(before, await api.DecisionsAsync());
        Assert.Equal(21, (await api.SendAsync("{ autopaymentDecisions(first: 1) { nodes { times } } }")).Worked().Number("autopaymentDecisions.nodes.0.times"));
    }

    [Theory]
    [InlineData("AUTO_REPAY", null, "-15.00", "CHARGE", "20.00")]
    [InlineData("AUTO_REPAY", null, "-134.20", "CHARGE", "134.20")]
    [InlineData("AUTO_REPAY", null, "0.00", "NOTHING_DUE", null)]
    [InlineData("AUTO_ADD_FUNDS", "500.00", "99.99", "CHARGE", "400.01")]
    [InlineData("AUTO_ADD_FUNDS", "500.00", "100.00", "NOTHING_DUE", null)]
    [InlineData("NONE", null, "-15.00", "NOT_CHOSEN", null)]
    public async Task A_simulation_says_what_a_balance_would_do_and_does_nothing(string type, string? target, string balance, string outcome, string? amount)
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        (await api.SaveAutopaymentAsync(type, target)).Worked("saveAutopayment");
        await world.SettleAsync();
        var before = await api.DecisionsAsync();

        Assert.Equal((outcome, amount), await SimulatedAsync(api, balance));

        Assert.Equal(["DEPOSIT POSTED 1000.00"], await api.PaymentsAsync());
        Assert.Equal(before, await api.DecisionsAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_simulated_is_what_then_happens(int seed)
    {
        var random = new Random(seed);
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();
        foreach (var card in random.GetItems(Cards, 2)) await api.CardAsync(card, makeCurrent: random.Next(2) == 0);

        for (var round = 0; round < 10; round++)
        {
            if (random.Next(3) == 0)
            {
                var addFunds = random.Next(2) == 0;
                await api.SaveAutopaymentAsync(addFunds ? "AUTO_ADD_FUNDS" : "AUTO_REPAY", addFunds ? "300.00" : null);
            }

            world.Clock.Advance(TimeSpan.FromHours(random.Next(40)));
            var quantity = random.Next(90, 200);
            var simulated = await SimulatedAsync(api, await BalanceWithAsync(world, reseller, quantity));

            Assert.Equal(simulated, await DecidedAsync(world, reseller, quantity));
            await world.SettleAsync();
        }
    }

    /// <summary>The balance with so much running, as far as it allows that; nothing stays changed.</summary>
    private static async Task<string> BalanceWithAsync(World world, long reseller, int quantity)
    {
        var undone = await Assert.ThrowsAsync<Undone>(() => world.InUnitAsync(async (IServiceProvider services) =>
        {
            await RunAsync(services, reseller, quantity);
            return await BalanceAsync(services, reseller) is { } balance ? throw new Undone(balance) : true;
        }));
        return undone.Message;
    }

    /// <summary>What the gate says to that balance when it comes about, before anybody else looks.</summary>
    private static Task<(string Outcome, string? Amount)> DecidedAsync(World world, long reseller, int quantity) => world.InUnitAsync(async (IServiceProvider services) =>
    {
        await RunAsync(services, reseller, quantity);
        await services.GetRequiredService<AutopaymentGate>().StageAsync(reseller, CancellationToken.None);
        var db = services.GetRequiredService<ClnDbContext>();
        await db.SaveChangesAsync();
        var decision = await db.AutopaymentDecisions.AsNoTracking().Where(row => row.ResellerId == reseller).OrderByDescending(row => row.Id).FirstAsync();
        return (JsonNamingPolicy.SnakeCaseUpper.ConvertName(decision.Outcome.ToString()), decision.Amount?.ToString());
    });

    private static async Task<string> BalanceAsync(IServiceProvider services, long reseller) =>
        (await services.GetRequiredService<Balances>().OfAsync(reseller, CancellationToken.None)).Amount.ToString();

    private static async Task RunAsync(IServiceProvider services, long reseller, int quantity)
    {
        try
        {
            await services.GetRequiredService<ICharging>().SetAsync(new(reseller, "test/1", "CLOUDLINUX_OS", "CloudLinux OS", quantity), CancellationToken.None);
        }
        catch (InsufficientFunds)
        {
            // Then the balance stays what it was.
        }
    }

    private sealed class Undone(string balance) : Exception(balance);

    private static async Task<(string Outcome, string? Amount)> SimulatedAsync(Api api, string balance)
    {
        var answer = (await api.SendAsync("query($balance: Money!) { simulateAutopayment(balance: $balance) { balance outcome reason amount retryAt paymentMethod { label } } }", new { balance })).Worked();
        return (answer.Text("simulateAutopayment.outcome"), answer.At("simulateAutopayment.amount").GetString());
    }
}
