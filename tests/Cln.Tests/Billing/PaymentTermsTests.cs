using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Billing;

/// <summary>What the console asks before money moves.</summary>
public sealed class PaymentTermsTests
{
    [Fact]
    public async Task The_gateways_and_the_limits_of_a_top_up_are_told()
    {
        await using var world = await World.StartAsync(settings: ("Billing:MinimumPayment", "25.00"));
        var api = await world.ResellerAsync();

        var terms = (await api.SendAsync("{ paymentTerms { gateways minimum maximum } }")).Worked();

        Assert.Equal(["sandbox"], terms.List("paymentTerms.gateways").Select(code => code.GetString()));
        Assert.Equal(("25.00", "50000.00"), (terms.Text("paymentTerms.minimum"), terms.Text("paymentTerms.maximum")));
    }

    [Fact]
    public async Task A_months_spending_is_what_was_charged_in_it_less_what_was_credited_and_no_payment()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await world.RunJobsAsync();
        var before = Cents((await api.SendAsync("{ balance { amount } }")).Text("balance.amount"));
        (await api.SendAsync("mutation { addIpLicense(input: { ip: \"192.0.2.10\", type: \"CLOUDLINUX_OS\", idempotencyKey: \"spending-of-a-month\" }) { errors { ... on Error { message } } } }")).Worked("addIpLicense");
        var after = Cents((await api.SendAsync("{ balance { amount } }")).Text("balance.amount"));
        await api.SendAsync("mutation { topUp(input: { amount: \"50.00\", idempotencyKey: \"spending-isnt-a-top-up\" }) { errors { ... on Error { message } } } }");

        var spent = (await api.SendAsync("{ spendingByMonth(months: 3) { month amount } }")).Worked().List("spendingByMonth");

        Assert.Equal(3, spent.Count);
        Assert.Equal(world.Clock.GetUtcNow().ToString("yyyy-MM-01", System.Globalization.CultureInfo.InvariantCulture), spent[2].GetProperty("month").GetString());
        Assert.True(before > after);
        Assert.Equal(before - after, Cents(spent[2].GetProperty("amount").GetString()!));
        Assert.Equal("0.00", spent[0].GetProperty("amount").GetString());
    }

    [EveryDatabase]
    public async Task What_runs_costs_its_price_each_whole_month_and_what_was_removed_nothing(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var api = await world.ResellerAsync();
        Assert.Equal("0.00", await CostAsync(api));

        (await api.SendAsync("mutation { addIpLicenses(input: { licenses: [{ ip: \"192.0.2.10\", type: \"CLOUDLINUX_OS\" }, { ip: \"192.0.2.11\", type: \"CLOUDLINUX_OS\" }, { ip: \"192.0.2.11\", type: \"KERNELCARE\" }] }) { errors { ... on Error { message } } } }")).Worked("addIpLicenses");
        (await api.SendAsync("mutation { addServerAccount(input: { login: \"shop\", firstName: \"A\", lastName: \"B\", company: \"C\", email: \"a@b.example\", limit: 3 }) { errors { ... on Error { message } } } }")).Worked("addServerAccount");
        Assert.Equal("62.95", await CostAsync(api));

        var id = (await api.SendAsync("{ ipLicenses(where: { type: { eq: \"KERNELCARE\" } }) { nodes { id } } }")).Worked().List("ipLicenses.nodes")[0].GetProperty("id").GetString();
        (await api.SendAsync("mutation($id: ID!) { removeIpLicenses(input: { ids: [$id] }) { errors { ... on Error { message } } } }", new { id })).Worked("removeIpLicenses");
        Assert.Equal("60.00", await CostAsync(api));
    }

    [Theory]
    [InlineData("AUTO_REPAY", null, "-15.00", "CHARGE", "20.00")]
    [InlineData("AUTO_REPAY", null, "-134.20", "CHARGE", "134.20")]
    [InlineData("AUTO_ADD_FUNDS", "500.00", "99.99", "CHARGE", "400.01")]
    [InlineData("NONE", null, "-15.00", "NOT_CHOSEN", null)]
    public async Task A_choice_can_be_tried_before_it_is_saved(string type, string? amount, string balance, string outcome, string? charged)
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();

        var plan = (await api.SendAsync(
            "query($type: AutopaymentType!, $amount: Money, $balance: Money!) { simulateAutopayment(balance: $balance, type: $type, amount: $amount) { outcome amount } autopayment { type } }", new { type, amount, balance })).Worked();

        Assert.Equal((outcome, charged), (plan.Text("simulateAutopayment.outcome"), plan.At("simulateAutopayment.amount").GetString()));
        Assert.Equal("NONE", plan.Text("autopayment.type"));
    }

    private static long Cents(string amount) => (long)(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture) * 100);

    private static async Task<string> CostAsync(Api api) => (await api.SendAsync("{ monthlyCost }")).Worked().Text("monthlyCost");
}
