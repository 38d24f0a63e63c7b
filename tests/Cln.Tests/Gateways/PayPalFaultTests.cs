using Cln.Billing;
using Cln.Contracts;
using Cln.Tests.Billing;

namespace Cln.Tests.Gateways;

/// <summary>Whatever goes wrong with PayPal, a top-up ends in the state that its answer means, and money that moved is on the balance once.</summary>
public sealed class PayPalFaultTests
{
    private const string Start =
        """
        mutation($key: IdempotencyKey!) {
          startPayPalTopUp(input: { amount: "50.00", returnUrl: "https://console.example/back", cancelUrl: "https://console.example/gone", idempotencyKey: $key }) {
            payment { state } approvalUrl errors { ... on Error { code message } }
          }
        }
        """;

    private const string Create = "POST /v2/checkout/orders";

    private const string Capture = "POST /v2/checkout/orders/*/capture";

    private const string Find = "GET /v2/checkout/orders/*";

    /// <summary>The fault; the payment's state when its payer came back; and in the end.</summary>
    public static TheoryData<string, string, string?, string, string> Rows => new()
    {
        { Capture, "before-reset", null, "UNKNOWN", "POSTED" },
        { Capture, "after-reset", null, "UNKNOWN", "POSTED" },
        { Capture, "after-500", null, "UNKNOWN", "POSTED" },
        { Capture, "garbage", "html", "UNKNOWN", "POSTED" },
        { Capture, "garbage", "truncated", "UNKNOWN", "POSTED" },
        { Capture, "wrong-id", null, "UNKNOWN", "POSTED" },
        { Capture, "409-in-use", null, "UNKNOWN", "POSTED" },
        { Capture, "auth-expired", null, "POSTED", "POSTED" },
        { Find, "after-500", null, "POSTED", "POSTED" },
        { Find, "before-reset", null, "POSTED", "POSTED" },
        { Capture, "decline", "TRANSACTION_REFUSED", "DECLINED", "DECLINED" },
        { Capture, "decline", "PAYER_ACCOUNT_LOCKED_OR_CLOSED", "DECLINED", "DECLINED" },
        { Capture, "status", """400:{"name":"INVALID_REQUEST","details":[{"issue":"MALFORMED_REQUEST_JSON"}]}""", "DECLINED", "DECLINED" },
        { Capture, "decline", "INSTRUMENT_DECLINED", "REQUIRES_ACTION", "POSTED" },
        { Capture, "decline", "PAYER_ACTION_REQUIRED", "REQUIRES_ACTION", "POSTED" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_top_up_ends_as_its_answer_means(string request, string kind, string? arg, string atFirst, string atLast)
    {
        await using var bench = await FakePayPalBench.StartAsync();
        bench.World.ExpectsErrors = true;
        var (order, page) = await StartAsync(bench);
        await bench.Provider.ApproveAsync(page);
        await bench.Provider.FaultAsync(request, kind, arg);

        var first = await ConfirmAsync(bench, order);
        await bench.Provider.ForgiveAsync();
        if (first == "REQUIRES_ACTION") await bench.Provider.ApproveAsync(page);
        await LaterAsync(bench);

        Assert.Equal((atFirst, atLast), (first, await ConfirmAsync(bench, order)));
        Assert.Equal(atLast == "POSTED" ? "1050.00" : "1000.00", await (await bench.ResellerAsync()).BalanceAsync());
        Assert.Equal(atLast == "POSTED" ? 1 : 0, (await bench.Provider.BooksAsync()).Charges.Where(charge => charge.Payment == order).Sum(charge => charge.Effects));
    }

    [Theory]
    [InlineData("takes-amount", "4900")]
    [InlineData("takes-currency", "EUR")]
    public async Task An_order_over_other_money_than_was_asked_for_is_shown_to_no_payer(string kind, string arg)
    {
        await using var bench = await FakePayPalBench.StartAsync();
        bench.World.ExpectsErrors = true;
        var reseller = await bench.ResellerAsync();
        await bench.Provider.FaultAsync(Create, kind, arg);

        var answer = await reseller.SendAsync(Start, new { key = World.Key() });
        Assert.Equal("GATEWAY_UNAVAILABLE", answer.Code("startPayPalTopUp"));
        Assert.Empty((await bench.Provider.BooksAsync()).Charges);
        Assert.Equal("1000.00", await reseller.BalanceAsync());
    }

    [Fact]
    public async Task An_eCheck_is_processing_for_days_and_then_on_the_balance()
    {
        await using var bench = await FakePayPalBench.StartAsync();
        var (order, page) = await StartAsync(bench);
        await bench.Provider.ApproveAsync(page, "waits");

        Assert.Equal("PROCESSING", await ConfirmAsync(bench, order));
        bench.World.Clock.Advance(TimeSpan.FromDays(4));
        await LaterAsync(bench);

        Assert.Equal("1050.00", await (await bench.ResellerAsync()).BalanceAsync());
    }

    [Fact]
    public async Task An_order_that_nobody_approves_expires_after_three_hours()
    {
        await using var bench = await FakePayPalBench.StartAsync();
        var (order, _) = await StartAsync(bench);
        bench.World.Clock.Advance(TimeSpan.FromHours(3.1));
        await LaterAsync(bench);

        Assert.Equal("EXPIRED", await ConfirmAsync(bench, order));
    }

    [Fact]
    public async Task A_payer_who_never_comes_back_has_the_money_on_the_balance_by_PayPals_own_event()
    {
        await using var bench = await FakePayPalBench.StartAsync();
        var (_, page) = await StartAsync(bench);
        await bench.Provider.ApproveAsync(page);

        await bench.Provider.DeliverAsync();
        await bench.World.SettleAsync();

        Assert.Equal("1050.00", await (await bench.ResellerAsync()).BalanceAsync());
        Assert.All(await bench.Provider.EventsAsync(), told => Assert.NotEqual(400, told.LastStatus));
    }

    [Fact]
    public async Task A_setup_that_nobody_approved_is_not_kept_and_a_kept_wallet_is_named_by_its_owner()
    {
        await using var bench = await FakePayPalBench.StartAsync();
        var setup = await bench.BeginAsync();

        await Assert.ThrowsAsync<PaymentMethodRefused>(async () => await bench.Gateway.KeepAsync(new(await bench.NumberAsync(), setup.Id), CancellationToken.None));
        Assert.StartsWith("PayPal buyer@example.com", (await bench.KeptAsync("pays")).Label);
    }

    [Theory]
    [InlineData(true, GatewayDisputeStatus.Won)]
    [InlineData(false, GatewayDisputeStatus.Lost)]
    public async Task A_dispute_is_seen_when_it_opens_and_when_it_is_decided(bool won, GatewayDisputeStatus expected)
    {
        await using var bench = await FakePayPalBench.StartAsync();
        var (_, paid) = await bench.PaidAsync();

        var dispute = await bench.Provider.DisputeAsync(paid.ChargeId!);
        var open = await bench.Gateway.FindAsync(paid.Id, CancellationToken.None);
        await bench.Provider.ResolveAsync(dispute, won);
        var decided = await bench.Gateway.FindAsync(paid.Id, CancellationToken.None);

        Assert.Equal(new GatewayDispute(dispute, GatewayDisputeStatus.Open, new(50_00), "USD"), open.Dispute);
        Assert.Equal((GatewayStatus.Succeeded, expected), (decided.Status, decided.Dispute!.Status));
    }

    private static async Task<(string Order, string Page)> StartAsync(FakePayPalBench bench)
    {
        var answer = (await (await bench.ResellerAsync()).SendAsync(Start, new { key = World.Key() })).Worked("startPayPalTopUp");
        var page = answer.Text("startPayPalTopUp.approvalUrl");
        return (page.Split('=')[^1], page);
    }

    private static async Task<string> ConfirmAsync(FakePayPalBench bench, string order) =>
        (await (await bench.ResellerAsync()).SendAsync("mutation($order: String!) { confirmPayPalTopUp(input: { orderId: $order }) { payment { state } errors { ... on Error { code } } } }", new { order }))
        .Worked("confirmPayPalTopUp").Text("confirmPayPalTopUp.payment.state");

    /// <summary>The janitor looks twice: what it finds approved it captures, and what it captured it may have to look at again.</summary>
    private static async Task LaterAsync(FakePayPalBench bench)
    {
        for (var times = 0; times < 2; times++)
        {
            bench.World.Clock.Advance(TimeSpan.FromMinutes(11));
            await bench.World.RunJobAsync<Janitor>();
        }
    }
}
