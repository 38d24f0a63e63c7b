using Cln.Billing;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Billing;

public sealed class AutopaymentTests
{
    [EveryDatabase]
    public async Task Auto_repay_charges_a_debt_as_soon_as_there_is_one(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        await world.RunAsync(await api.NumberAsync(), quantity: 130); // 1,092.00

        await world.SettleAsync();

        Assert.Equal(["DEPOSIT POSTED 1000.00", "AUTOPAYMENT POSTED 92.00"], await api.PaymentsAsync());
        Assert.Equal("0.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task Auto_repay_charges_at_least_the_minimum()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        await world.RunAsync(await api.NumberAsync(), quantity: 120); // 1,008.00

        await world.SettleAsync();

        Assert.Equal("12.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task Auto_add_funds_fills_a_low_balance_up_to_the_amount()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        (await api.SaveAutopaymentAsync("AUTO_ADD_FUNDS", "500.00")).Worked("saveAutopayment");
        var reseller = await api.NumberAsync();

        await world.RunAsync(reseller, quantity: 107); // 898.80 leave 101.20
        await world.SettleAsync();
        Assert.Equal("101.20", await api.BalanceAsync());
        await world.RunAsync(reseller, quantity: 108);
        await world.SettleAsync();

        Assert.Equal("500.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task None_charges_nothing()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await world.RunAsync(await api.NumberAsync(), quantity: 119); // 999.60
        world.Clock.SetUtcNow(new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));

        await world.RunJobsAsync();

        Assert.Equal(["DEPOSIT POSTED 1000.00"], await api.PaymentsAsync());
    }

    [EveryDatabase]
    public async Task Hosts_that_look_at_one_balance_at_once_charge_once(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        await world.RunAsync(await api.NumberAsync(), quantity: 130);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.RunJobAsync<ScanForAutopayments>()));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.RunJobAsync<Janitor>()));
        await world.SettleAsync();

        Assert.Equal(["DEPOSIT POSTED 1000.00", "AUTOPAYMENT POSTED 92.00"], await api.PaymentsAsync());
    }

    [EveryDatabase]
    public async Task Two_that_ask_the_gate_at_once_stage_one(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        var reseller = await api.NumberAsync();
        await world.RunAsync(reseller, quantity: 130);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.AskGateAsync(reseller)));
        await world.SettleAsync();

        Assert.Equal(["DEPOSIT POSTED 1000.00", "AUTOPAYMENT POSTED 92.00"], await api.PaymentsAsync());
    }

    [Fact]
    public async Task There_are_at_most_three_a_day()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        var reseller = await api.NumberAsync();
        foreach (var quantity in new[] { 130, 150, 170, 190 })
        {
            await world.RunAsync(reseller, quantity);
            await world.SettleAsync();
        }

        Assert.Equal(3, (await api.PaymentsAsync()).Count(payment => payment.StartsWith("AUTOPAYMENT", StringComparison.Ordinal)));
        Assert.Equal("-168.00", await api.BalanceAsync());
        Assert.Equal("2026-11-11T12:00:00.000Z", (await api.SendAsync("{ autopayment { pausedUntil } }")).Worked().Text("autopayment.pausedUntil"));
        await ScanAsync(world);
        Assert.Single(await world.MailsAboutAsync(api, "Automatic payments go on by themselves on 11 November 2026, 12:00 UTC"));
        world.Clock.Advance(TimeSpan.FromHours(25));
        await ScanAsync(world);
        Assert.Equal("0.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task One_that_was_staged_but_never_sent_is_sent_by_the_janitor_while_it_is_due()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        var reseller = await api.NumberAsync();
        await world.RunAsync(reseller, quantity: 130);
        await world.RunJobAsync<ScanForAutopayments>();
        world.Clock.Advance(TimeSpan.FromMinutes(2));

        await world.RunJobAsync<Janitor>();

        Assert.Equal(["DEPOSIT POSTED 1000.00", "AUTOPAYMENT POSTED 92.00"], await api.PaymentsAsync());
    }

    [Fact]
    public async Task One_that_was_staged_but_never_sent_is_called_off_when_the_balance_has_recovered()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        await world.RunAsync(await api.NumberAsync(), quantity: 130);
        await world.RunJobAsync<ScanForAutopayments>();
        (await api.TopUpAsync("200.00")).Worked("topUp");
        world.Clock.Advance(TimeSpan.FromMinutes(2));

        await world.RunJobAsync<Janitor>();

        Assert.Equal(["DEPOSIT POSTED 1000.00", "AUTOPAYMENT CANCELED 92.00", "TOP_UP POSTED 200.00"], await api.PaymentsAsync());
    }

    [Fact]
    public async Task One_that_was_staged_is_called_off_instead_of_sent_when_the_balance_has_recovered()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        await world.RunAsync(await api.NumberAsync(), quantity: 130);
        await world.RunJobAsync<ScanForAutopayments>();
        (await api.TopUpAsync("200.00")).Worked("topUp");

        await world.SettleAsync();

        Assert.Equal(["DEPOSIT POSTED 1000.00", "AUTOPAYMENT CANCELED 92.00", "TOP_UP POSTED 200.00"], await api.PaymentsAsync());
    }

    [Fact]
    public async Task The_operators_switch_stops_what_is_staged_and_what_would_be_and_works_at_once()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        var configuration = world.Services.GetRequiredService<IConfiguration>();
        await world.RunAsync(await api.NumberAsync(), quantity: 130);
        await world.RunJobAsync<ScanForAutopayments>();

        configuration["Billing:AutopaymentEnabled"] = "false";
        await world.SettleAsync();
        await ScanAsync(world);
        Assert.Equal(["DEPOSIT POSTED 1000.00", "AUTOPAYMENT CANCELED 92.00"], await api.PaymentsAsync());
        Assert.Equal("STOPPED", (await api.DecisionsAsync())[0].Split(' ')[0]);

        configuration["Billing:AutopaymentEnabled"] = "true";
        await ScanAsync(world);
        Assert.Equal("0.00", await api.BalanceAsync());
    }

    [Theory]
    [InlineData("AUTO_ADD_FUNDS", null)]
    [InlineData("AUTO_ADD_FUNDS", "119.99")]
    [InlineData("AUTO_ADD_FUNDS", "50000.01")]
    [InlineData("AUTO_REPAY", "500.00")]
    [InlineData("NONE", "500.00")]
    public async Task A_choice_that_makes_no_sense_is_refused_and_changes_nothing(string type, string? amount)
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");

        Assert.Equal("INVALID_INPUT", (await api.SaveAutopaymentAsync(type, amount)).Code("saveAutopayment"));

        var now = (await api.SendAsync("{ autopayment { type amount threshold minimum } }")).Worked();
        Assert.Equal(("AUTO_REPAY", "100.00", "20.00"), (now.Text("autopayment.type"), now.Text("autopayment.threshold"), now.Text("autopayment.minimum")));
        Assert.True(now.IsNull("autopayment.amount"));
    }

    private static async Task ScanAsync(World world)
    {
        await world.RunJobAsync<ScanForAutopayments>();
        await world.SettleAsync();
    }
}
