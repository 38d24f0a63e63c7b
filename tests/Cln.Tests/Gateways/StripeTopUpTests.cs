using System.Net;
using Cln.Tests.Billing;

namespace Cln.Tests.Gateways;

/// <summary>Stripe as a reseller meets it, from the card's form to the balance; the provider is played.</summary>
public sealed class StripeTopUpTests
{
    [Fact]
    public async Task A_card_entered_in_Stripes_form_is_kept_and_pays()
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var api = await bench.ResellerAsync();

        var started = (await StartAsync(api)).Worked("startPaymentMethod");
        var early = await api.AddCardAsync(started.Text("startPaymentMethod.id"), gateway: "stripe");
        await bench.Provider.EnterCardAsync(started.Text("startPaymentMethod.clientSecret"), "4242424242424242");
        var kept = (await api.AddCardAsync(started.Text("startPaymentMethod.id"), gateway: "stripe", makeCurrent: true)).Worked("addPaymentMethod");
        var paid = (await api.TopUpAsync("50.00")).Worked("topUp");

        Assert.Equal("pk_test_fake", started.Text("startPaymentMethod.publishableKey"));
        Assert.True(started.IsNull("startPaymentMethod.approvalUrl"));
        Assert.Equal("PAYMENT_METHOD_REFUSED", early.Code("addPaymentMethod"));
        Assert.Equal("Visa •••• 4242", kept.Text("addPaymentMethod.paymentMethod.label"));
        Assert.Equal("POSTED", paid.Text("topUp.payment.state"));
        Assert.Equal("1050.00", await api.BalanceAsync());
        Assert.Equal(50_00, Assert.Single((await bench.Provider.BooksAsync()).Charges).Amount);
    }

    [Fact]
    public async Task A_card_that_another_reseller_has_entered_is_not_theirs_to_keep()
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var api = await bench.ResellerAsync();
        var other = await bench.World.ResellerAsync();
        var started = (await StartAsync(api)).Worked("startPaymentMethod");
        await bench.Provider.EnterCardAsync(started.Text("startPaymentMethod.clientSecret"), "4242424242424242");

        // Whether they are Stripe's customer yet or not.
        Assert.Equal("PAYMENT_METHOD_REFUSED", (await other.AddCardAsync(started.Text("startPaymentMethod.id"), gateway: "stripe")).Code("addPaymentMethod"));
        (await StartAsync(other)).Worked("startPaymentMethod");
        Assert.Equal("PAYMENT_METHOD_REFUSED", (await other.AddCardAsync(started.Text("startPaymentMethod.id"), gateway: "stripe")).Code("addPaymentMethod"));
    }

    [Fact]
    public async Task A_payment_whose_bank_asks_for_the_holder_says_what_the_browser_needs_and_is_posted_by_the_webhook()
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var api = await bench.ResellerAsync();
        (await api.AddCardAsync("pm_card_authenticationRequired", gateway: "stripe", makeCurrent: true)).Worked("addPaymentMethod");

        var asked = (await TopUpAsync(api)).Worked("topUp");
        var secret = asked.Text("topUp.payment.payerAction.clientSecret");
        await bench.Provider.ConfirmToTheBankAsync(secret);
        await bench.Provider.DeliverAsync();
        await bench.World.SettleAsync();
        bench.World.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.World.SettleAsync();

        Assert.Equal(("REQUIRES_ACTION", "pk_test_fake"), (asked.Text("topUp.payment.state"), asked.Text("topUp.payment.payerAction.publishableKey")));
        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP POSTED 50.00"], await api.PaymentsAsync());
        Assert.True((await api.SendAsync("{ payments(first: 1, order: [{ createdAt: DESC }]) { nodes { payerAction { clientSecret } } } }")).Worked().IsNull("payments.nodes.0.payerAction"));
        Assert.All(await bench.Provider.EventsAsync(), told => Assert.Equal((told.Type, 200), (told.Type, told.LastStatus)));
    }

    [Fact]
    public async Task A_holder_who_does_not_confirm_has_paid_nothing_and_the_payment_is_over()
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var api = await bench.ResellerAsync();
        (await api.AddCardAsync("pm_card_authenticationRequired", gateway: "stripe", makeCurrent: true)).Worked("addPaymentMethod");
        var secret = (await TopUpAsync(api)).Text("topUp.payment.payerAction.clientSecret");
        await bench.Provider.ConfirmToTheBankAsync(secret, passes: false);

        await bench.Provider.DeliverAsync();
        await bench.World.SettleAsync();
        bench.World.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.World.SettleAsync();

        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP DECLINED 50.00"], await api.PaymentsAsync());
        using var anotherCard = await bench.Provider.StripeAsync($"/v1/payment_intents/{secret.Split("_secret_")[0]}/confirm", ("payment_method", "pm_card_visa"));
        Assert.Equal(HttpStatusCode.BadRequest, anotherCard.StatusCode);
        Assert.Empty((await bench.Provider.BooksAsync()).Charges);
    }

    [Theory]
    [InlineData("dup", "10")]
    [InlineData("reorder", "3")]
    [InlineData("forge", null)]
    [InlineData("old-timestamp", null)]
    [InlineData("drop", null)]
    public async Task Whatever_becomes_of_the_webhooks_the_money_arrives_once(string fault, string? arg)
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var api = await bench.ResellerAsync();
        (await api.AddCardAsync("pm_card_visa", gateway: "stripe", makeCurrent: true)).Worked("addPaymentMethod");
        await bench.Provider.FaultAsync("POST /v1/payment_intents/*/confirm", "after-reset");
        await bench.Provider.FaultAsync("*", fault, arg, times: fault == "reorder" ? 3 : 0);

        (await api.TopUpAsync("50.00")).Worked("topUp");
        await bench.Provider.DeliverAsync();
        for (var minute = 0; minute < 15; minute++)
        {
            bench.World.Clock.Advance(TimeSpan.FromMinutes(1));
            await bench.World.RunJobsAsync();
        }

        Assert.Equal(["DEPOSIT POSTED 1000.00", "TOP_UP POSTED 50.00"], await api.PaymentsAsync());
        Assert.Equal(1, Assert.Single((await bench.Provider.BooksAsync()).Charges).Effects);
        Assert.Equal("1050.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task Events_that_Stripe_could_not_deliver_are_asked_for_and_worked_on()
    {
        await using var bench = await FakeStripeBench.StartFakeAsync();
        var api = await bench.ResellerAsync();
        (await api.AddCardAsync("pm_card_visa", gateway: "stripe", makeCurrent: true)).Worked("addPaymentMethod");
        await bench.World.RunJobsAsync();
        await bench.Provider.FaultAsync("*", "forge", times: 0);
        (await api.TopUpAsync("50.00")).Worked("topUp");
        await bench.Provider.DeliverAsync();
        Assert.DoesNotContain(await bench.World.InboxAsync(), each => !each.EndsWith("Ignored", StringComparison.Ordinal));

        bench.World.Clock.Advance(TimeSpan.FromMinutes(5));
        await bench.World.RunJobsAsync();
        // Of two events of one payment, worked on side by side, one waits for the other and is tried again.
        bench.World.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.World.RunJobsAsync();

        var told = await bench.World.InboxAsync();
        Assert.Equal((await bench.Provider.EventsAsync()).Select(each => each.Id).Order(), told.Select(each => each.Split(' ')[0]).Order());
        Assert.Contains(told, each => each.EndsWith("Done", StringComparison.Ordinal));
        Assert.All(told, each => Assert.Contains(each.Split(' ')[1], new[] { "Done", "Ignored" }));
    }

    [Fact]
    public async Task Without_a_form_there_is_nothing_to_start()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();

        Assert.Equal("GATEWAY_NOT_CONFIGURED", (await StartAsync(api)).Code("startPaymentMethod"));
        Assert.Equal("PAYMENT_METHOD_REFUSED", (await StartAsync(api, gateway: "sandbox")).Code("startPaymentMethod"));
        Assert.Equal("INVALID_INPUT", (await StartAsync(api, returnUrl: "javascript:alert(1)")).Code("startPaymentMethod"));
    }

    [Fact]
    public async Task When_Stripe_does_not_answer_nothing_is_started()
    {
        await using var world = await World.StartAsync(settings: WebhookWorld.StripeSettings);
        var api = await world.ResellerAsync();

        Assert.Equal("GATEWAY_UNAVAILABLE", (await StartAsync(api)).Code("startPaymentMethod"));
        Assert.Equal("GATEWAY_UNAVAILABLE", (await api.AddCardAsync("pm_card_visa", gateway: "stripe")).Code("addPaymentMethod"));
    }

    private static Task<Answer> StartAsync(Api api, string gateway = "stripe", string returnUrl = "https://console.example/back") => api.SendAsync(
        """
        mutation($gateway: String!, $returnUrl: String!) {
          startPaymentMethod(input: { gateway: $gateway, returnUrl: $returnUrl, cancelUrl: "https://console.example/gone" }) {
            id approvalUrl clientSecret publishableKey errors { ... on Error { code message } }
          }
        }
        """,
        new { gateway, returnUrl });

    private static Task<Answer> TopUpAsync(Api api) => api.SendAsync(
        "mutation($key: IdempotencyKey!) { topUp(input: { amount: \"50.00\", idempotencyKey: $key }) { payment { state payerAction { approvalUrl clientSecret publishableKey } } errors { ... on Error { code message } } } }",
        new { key = World.Key() });
}
