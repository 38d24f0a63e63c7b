using Cln.Tests.Registration;

namespace Cln.Tests.Billing;

public sealed class UpdateTierTests
{
    [Fact]
    public async Task A_tier_s_name_and_deposit_change_for_those_who_choose_from_now_on()
    {
        await using var world = await World.StartAsync();
        var op = await world.OperatorAsync();
        var reseller = await world.ResellerAsync();

        var (ann, ben) = (new Applicant(world), new Applicant(world, "ben"));
        await ann.ReachAsync("PAYMENT");
        await ben.ReachAsync("PAYMENT");
        Assert.Equal("PAYMENT_DECLINED", (await ben.PayAsync("pm_card_chargeDeclined")).Code("submitRegistrationPayment"));

        // The name alone leaves the choice as it is.
        (await UpdateAsync(op, "silver", "Argentum", "1000.00")).Worked("updateTier");
        (await UpdateAsync(op, "silver", " Argentum ", "3500.00")).Worked("updateTier");

        var list = (await op.SendAsync("{ resellersByTier { count tier { code name deposit } } }")).Worked();
        Assert.Equal(["gold Gold 3000.00 0", "silver Argentum 3500.00 1", "platinum Platinum 10000.00 0"], list.List("resellersByTier").Select(one => $"{one.GetProperty("tier").GetProperty("code")} {one.GetProperty("tier").GetProperty("name")} {one.GetProperty("tier").GetProperty("deposit")} {one.GetProperty("count")}"));
        Assert.Equal("1000.00", await reseller.BalanceAsync());

        // Who had submitted a payment pays what was chosen; who had not chooses again.
        Assert.Equal("1000.00", (await ben.PayAsync()).Worked("submitRegistrationPayment").Text("submitRegistrationPayment.registration.tier.deposit"));
        Assert.Equal("TIER_CHANGED", (await ann.PayAsync()).Code("submitRegistrationPayment"));
        (await ann.ChooseAsync("silver")).Worked("chooseDeposit");
        Assert.Equal("3500.00", (await ann.PayAsync()).Worked("submitRegistrationPayment").Text("submitRegistrationPayment.registration.tier.deposit"));
    }

    [Fact]
    public async Task What_can_not_be_is_refused()
    {
        await using var world = await World.StartAsync();
        var op = await world.OperatorAsync();

        Assert.Equal("UNKNOWN_TIER", (await UpdateAsync(op, "bronze", "Bronze", "500.00")).Code("updateTier"));
        foreach (var (name, deposit, field) in new[] { (" ", "500.00", "name"), ("Sil\nver", "500.00", "name"), ("Silver", "9.99", "deposit"), ("Silver", "50000.01", "deposit") })
            Assert.Equal(field, (await UpdateAsync(op, "silver", name, deposit)).Text("updateTier.errors.0.field"));
    }

    private static Task<Answer> UpdateAsync(Api op, string tier, string name, string deposit) => op.SendAsync(
        "mutation($input: UpdateTierInput!) { updateTier(input: $input) { tier { name deposit } errors { ... on Error { code } ... on InvalidInput { field } } } }", new { input = new { tier, name, deposit } });
}
