using Cln.Billing;
using Cln.Contracts;
using Cln.Tests.Billing;

namespace Cln.Tests.Gateways;

/// <summary>Top-ups by PayPal, from the mutation to the balance.</summary>
public sealed class PayPalFlowTests : IAsyncLifetime
{
    private readonly PayPalWorld paypal = new();

    public Task InitializeAsync() => paypal.InitializeAsync();

    public Task DisposeAsync() => paypal.DisposeAsync();

    [Fact]
    public async Task Approved_on_PayPals_page_and_confirmed_twice_is_on_the_balance_once()
    {
        var order = await StartAsync();
        Assert.Equal("REQUIRES_ACTION", await ConfirmAsync());
        Shows(order, "APPROVED");
        Captures(order, ScriptedPayPal.Json(201, ScriptedPayPal.Order("O1", "COMPLETED", order, capture: "COMPLETED", amount: "50.00")));

        Assert.Equal("POSTED", await ConfirmAsync());
        Assert.Equal("POSTED", await ConfirmAsync());

        Assert.Equal("1050.00", await paypal.Reseller.BalanceAsync());
        Assert.Single(paypal.Script.CallsOf("POST /v2/checkout/orders/O1/capture"));
    }

    [Fact]
    public async Task A_capture_whose_answer_got_lost_is_unknown_and_posted_once_when_PayPal_is_asked_again()
    {
        var order = await StartAsync();
        Shows(order, "APPROVED");
        Captures(order, () =>
        {
            Shows(order, "COMPLETED", "COMPLETED");
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection is gone.");
        });

        Assert.Equal("UNKNOWN", await ConfirmAsync());
        paypal.World.Clock.Advance(TimeSpan.FromMinutes(1));
        await paypal.World.RunJobAsync<Janitor>();

        Assert.Equal("1050.00", await paypal.Reseller.BalanceAsync());
        Assert.Single(paypal.Script.CallsOf("POST /v2/checkout/orders/O1/capture"));
    }

    [Fact]
    public async Task A_refused_card_sends_the_payer_back_and_another_one_pays()
    {
        var order = await StartAsync();
        Shows(order, "APPROVED");
        Captures(order, ScriptedPayPal.Error(422, "UNPROCESSABLE_ENTITY", "INSTRUMENT_DECLINED"), ScriptedPayPal.Json(201, ScriptedPayPal.Order("O1", "COMPLETED", order, capture: "COMPLETED", amount: "50.00")));

        Assert.Equal("REQUIRES_ACTION", await ConfirmAsync());
        Assert.Equal("POSTED", await ConfirmAsync());

        Assert.Equal("1050.00", await paypal.Reseller.BalanceAsync());
    }

    [Fact]
    public async Task Another_amount_than_was_asked_for_is_on_nobodys_balance()
    {
        var order = await StartAsync();
        Shows(order, "APPROVED");
        Captures(order, ScriptedPayPal.Json(201, ScriptedPayPal.Order("O1", "COMPLETED", order, capture: "COMPLETED", amount: "5.00")));

        Assert.Equal("UNKNOWN", await ConfirmAsync());

        Assert.Equal("1000.00", await paypal.Reseller.BalanceAsync());
    }

    private async Task<string> StartAsync()
    {
        string key = "";
        paypal.Script.On("POST /v2/checkout/orders", () =>
        {
            key = paypal.Script.CallsOf("POST /v2/checkout/orders").Last().Json.GetProperty("purchase_units")[0].GetProperty("custom_id").GetString()!;
            Shows(key, "PAYER_ACTION_REQUIRED");
            return ScriptedPayPal.Json(201, ScriptedPayPal.Order("O1", "PAYER_ACTION_REQUIRED", key, amount: "50.00"))();
        });
        var answer = (await paypal.Reseller.SendAsync(
            "mutation($key: IdempotencyKey!) { startPayPalTopUp(input: { amount: \"50.00\", returnUrl: \"https://console.example/back\", cancelUrl: \"https://console.example/gone\", idempotencyKey: $key }) { payment { state gateway } approvalUrl errors { ... on Error { code message } } } }",
            new { key = World.Key() })).Worked("startPayPalTopUp");
        Assert.Equal(("REQUIRES_ACTION", "paypal", "https://www.sandbox.paypal.com/checkoutnow?token=O1"), (answer.Text("startPayPalTopUp.payment.state"), answer.Text("startPayPalTopUp.payment.gateway"), answer.Text("startPayPalTopUp.approvalUrl")));
        return key;
    }

    private void Shows(string key, string status, string? capture = null) => paypal.Script.On("GET /v2/checkout/orders/O1", ScriptedPayPal.Json(200, ScriptedPayPal.Order("O1", status, key, capture: capture, amount: "50.00")));

    private void Captures(string key, params Func<HttpResponseMessage>[] answers)
    {
        Assert.NotEmpty(key);
        paypal.Script.On("POST /v2/checkout/orders/O1/capture", answers);
    }

    private async Task<string> ConfirmAsync() =>
        (await paypal.Reseller.SendAsync("mutation { confirmPayPalTopUp(input: { orderId: \"O1\" }) { payment { state } errors { ... on Error { code } } } }")).Worked("confirmPayPalTopUp").Text("confirmPayPalTopUp.payment.state");
}
