using Cln.Billing;
using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Billing;

/// <summary>What becomes of an autopayment that a card declines.</summary>
public sealed class AutopaymentDeclineTests
{
    [EveryDatabase]
    public async Task The_next_card_in_the_order_is_charged_at_once_when_the_current_one_declines(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        await api.CardAsync("pm_card_failsForLackOfFunds", makeCurrent: true);
        await world.RunAsync(await api.NumberAsync(), quantity: 130);

        await world.SettleAsync();

        Assert.Equal(["DEPOSIT POSTED 1000.00", "AUTOPAYMENT DECLINED 92.00", "AUTOPAYMENT POSTED 92.00"], await api.PaymentsAsync());
        Assert.Equal(["CHARGE 92.00 at -92.00, Visa •••• 4242", "CHARGE 92.00 at -92.00, Visa •••• 9995"], (await api.DecisionsAsync()).Where(decision => decision.StartsWith("CHARGE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_order_is_the_resellers_and_begins_with_the_current_card()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        var (master, amex, poor) = (await api.CardAsync("pm_card_mastercard"), await api.CardAsync("pm_card_amex"), await api.CardAsync("pm_card_failsForLackOfFunds", makeCurrent: true));
        var visa = (await api.SendAsync("{ paymentMethods { id } }")).Text("paymentMethods.0.id");
        await OrderAsync(api, amex, poor, master, visa);
        await world.RunAsync(await api.NumberAsync(), quantity: 130);

        await world.SettleAsync();

        Assert.Equal("Mastercard •••• 4444", (await api.SendAsync("{ autopaymentDecisions(first: 1, where: { outcome: { eq: CHARGE } }) { nodes { paymentMethod { label current } } } }")).Worked().Text("autopaymentDecisions.nodes.0.paymentMethod.label"));
        Assert.Equal(["American Express •••• 0005", "Visa •••• 9995", "Mastercard •••• 4444", "Visa •••• 4242"], (await api.SendAsync("{ paymentMethods { label } }")).Worked().List("paymentMethods").Select(method => method.GetProperty("label").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("first")]
    [InlineData("first first")]
    [InlineData("first second second")]
    public async Task An_order_that_does_not_name_each_card_once_is_refused(string named)
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var (first, second) = ((await api.SendAsync("{ paymentMethods { id } }")).Text("paymentMethods.0.id"), await api.CardAsync("pm_card_amex"));
        var ids = named.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => name == "first" ? first : second).ToArray();

        Assert.Equal("INVALID_INPUT", (await SendOrderAsync(api, ids)).Code("setPaymentMethodOrder"));
    }

    [EveryDatabase]
    public async Task A_soft_refusal_is_tried_again_on_the_calendar_and_then_it_is_switched_off(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        await api.KeepCardsAsync(await api.CardAsync("pm_card_failsForLackOfFunds", makeCurrent: true));
        await world.RunAsync(await api.NumberAsync(), quantity: 130);
        await world.SettleAsync();

        List<int> days = [0];
        for (var day = 1; day <= 20; day++)
        {
            world.Clock.Advance(TimeSpan.FromDays(1));
            var before = (await api.PaymentsAsync()).Count;
            await ScanAsync(world);
            if ((await api.PaymentsAsync()).Count > before) days.Add(day);
        }

        Assert.Equal([0, 1, 4, 9, 14], days);
        var now = (await api.SendAsync("{ autopayment { type switchedOffAt } }")).Worked();
        Assert.Equal(("NONE", "2026-11-24T12:00:00.000Z"), (now.Text("autopayment.type"), now.Text("autopayment.switchedOffAt")));
        Assert.Single(await world.MailsAboutAsync(api, "We have switched automatic payments off"));
    }

    [Theory]
    [InlineData("pm_card_failsAsLost", "SWITCHED_OFF", "NONE")]
    [InlineData("pm_card_failsAsExpired", "SWITCHED_OFF", "NONE")]
    [InlineData("pm_card_authenticationRequired", "WAITS_FOR_PAYER", "AUTO_REPAY")]
    [InlineData("pm_card_failsForLackOfFunds", "RESTS", "AUTO_REPAY")]
    public async Task A_refusal_of_the_only_card_leads_where_its_class_says(string card, string outcome, string type)
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        await api.KeepCardsAsync(await api.CardAsync(card, makeCurrent: true));
        await world.RunAsync(await api.NumberAsync(), quantity: 130);

        await world.SettleAsync();

        Assert.Contains($"{outcome} 92.00 at -92.00", await api.DecisionsAsync());
        Assert.Equal(type, (await api.SendAsync("{ autopayment { type } }")).Worked().Text("autopayment.type"));
        Assert.Equal(["DEPOSIT POSTED 1000.00", "AUTOPAYMENT DECLINED 92.00"], await api.PaymentsAsync());
        Assert.Equal(type == "NONE" ? 1 : 0, (await world.MailsAboutAsync(api, "We have switched automatic payments off")).Count);
    }

    [Fact]
    public async Task Choosing_again_with_another_card_goes_on()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync(autopayment: "AUTO_REPAY");
        await api.KeepCardsAsync(await api.CardAsync("pm_card_failsAsLost", makeCurrent: true));
        await world.RunAsync(await api.NumberAsync(), quantity: 130);
        await world.SettleAsync();

        await api.CardAsync("pm_card_visa");
        (await api.SaveAutopaymentAsync("AUTO_REPAY")).Worked("saveAutopayment");
        await ScanAsync(world);

        Assert.Equal("0.00", await api.BalanceAsync());
        Assert.True((await api.SendAsync("{ autopayment { switchedOffAt } }")).Worked().IsNull("autopayment.switchedOffAt"));
    }

    private static async Task OrderAsync(Api api, params string[] ids) => (await SendOrderAsync(api, ids)).Worked("setPaymentMethodOrder");

    private static Task<Answer> SendOrderAsync(Api api, string[] ids) =>
        api.SendAsync("mutation($ids: [ID!]!) { setPaymentMethodOrder(input: { ids: $ids }) { paymentMethods { label } errors { ... on Error { code message } } } }", new { ids });

    private static async Task ScanAsync(World world)
    {
        await world.RunJobAsync<ScanForAutopayments>();
        await world.SettleAsync();
    }
}
