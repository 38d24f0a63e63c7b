using Cln.Billing;
using Cln.Contracts;
using Cln.Tests.Billing;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Gateways;

/// <summary>Kept wallets that are charged in one step: the money moves when the order is made.</summary>
public sealed class PayPalSingleStepTests : IAsyncLifetime
{
    private const string OrderCall = "POST /v2/checkout/orders";

    private readonly ScriptedPayPal script = new();
    private World world = null!;
    private PaymentOrder order = null!;

    private IGateway Gateway => world.Services.GetServices<IGateway>().Single(gateway => gateway.Code == "paypal");

    public async Task InitializeAsync()
    {
        world = await PayPalWorld.StartAsync(script, ("Gateways:PayPal:KeptCharges", "SingleStep"));
        world.ExpectsErrors = true;
        order = new("key-1", await (await world.ResellerAsync()).NumberAsync(), new(2_000), "USD", "Autopayment", "wallet-1", Checkout: null) { OffSession = true };
    }

    public Task DisposeAsync() => world.DisposeAsync().AsTask();

    [Fact]
    public async Task Nothing_is_sent_before_it_is_confirmed_and_the_charge_goes_by_our_own_name()
    {
        var created = await Gateway.CreateAsync(order, CancellationToken.None);
        Assert.Empty(script.CallsOf(OrderCall));
        Paid();

        var paid = await Gateway.ConfirmAsync(created.Id, order, CancellationToken.None);

        Assert.Equal((GatewayStatus.Ready, GatewayStatus.Succeeded, created.Id, "CAP-O1"), (created.Status, paid.Status, paid.Id, paid.ChargeId));
        Assert.Equal("wallet-1", script.CallsOf(OrderCall).Single().Json.GetProperty("payment_source").GetProperty("paypal").GetProperty("vault_id").GetString());
        script.On("GET /v2/checkout/orders/O1", ScriptedPayPal.Json(200, ScriptedPayPal.Order("O1", "COMPLETED", order.Key, "kept", "COMPLETED")));
        Assert.Equal("CAP-O1", (await Gateway.FindAsync(created.Id, CancellationToken.None)).ChargeId);
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_by_the_same_request_while_PayPal_remembers_it()
    {
        var id = await LostAsync();
        Paid();

        Assert.Equal(GatewayStatus.Succeeded, (await Gateway.FindAsync(id, CancellationToken.None)).Status);

        Assert.Equal(["key-1:charge:1", "key-1:charge:1"], script.CallsOf(OrderCall).Select(call => call.Key));
    }

    [Fact]
    public async Task Later_it_is_never_sent_again_but_looked_for_in_the_statement()
    {
        var id = await LostAsync();
        world.Clock.Advance(TimeSpan.FromHours(5.6));
        Report("");
        await Assert.ThrowsAsync<PayPalUnclear>(() => Gateway.FindAsync(id, CancellationToken.None));

        Report("""
            {"transaction_info":{"transaction_id":"CAP-7","transaction_event_code":"T0003","transaction_status":"S","transaction_initiation_date":"2026-11-10T12:00:00Z","transaction_amount":{"currency_code":"USD","value":"20.00"},"custom_field":"key-1"}}
            """);
        script.On("GET /v2/payments/captures/CAP-7", ScriptedPayPal.Json(200, """{"id":"CAP-7","status":"COMPLETED","amount":{"currency_code":"USD","value":"20.00"},"custom_id":"key-1"}"""));
        var found = await Gateway.FindAsync(id, CancellationToken.None);

        Assert.Equal((GatewayStatus.Succeeded, "CAP-7", id), (found.Status, found.ChargeId, found.Id));
        Assert.Single(script.CallsOf(OrderCall));
    }

    [Fact]
    public async Task What_the_statement_does_not_know_after_half_a_day_did_not_happen()
    {
        var id = await LostAsync();
        Report("");
        world.Clock.Advance(TimeSpan.FromHours(13));

        Assert.Equal(GatewayStatus.Expired, (await Gateway.FindAsync(id, CancellationToken.None)).Status);
        Assert.Single(script.CallsOf(OrderCall));
    }

    [Fact]
    public async Task A_wallet_whose_owner_is_asked_for_is_declined_and_never_charged_again()
    {
        var created = await Gateway.CreateAsync(order, CancellationToken.None);
        script.On(OrderCall, ScriptedPayPal.Json(201, ScriptedPayPal.Order("O1", "PAYER_ACTION_REQUIRED", order.Key, "kept")));
        script.On("GET /v2/checkout/orders/O1", ScriptedPayPal.Json(200, ScriptedPayPal.Order("O1", "APPROVED", order.Key, "kept")));

        var answer = await Gateway.ConfirmAsync(created.Id, order, CancellationToken.None);
        var again = await Gateway.ConfirmAsync(created.Id, order, CancellationToken.None);

        Assert.Equal((GatewayStatus.Declined, DeclineClass.PayerMustAct), (answer.Status, answer.Decline!.Class));
        Assert.Equal(GatewayStatus.Declined, again.Status);
        Assert.Single(script.CallsOf(OrderCall));
    }

    private async Task<string> LostAsync()
    {
        var created = await Gateway.CreateAsync(order, CancellationToken.None);
        script.On(OrderCall, ScriptedPayPal.Fails(new HttpRequestException(HttpRequestError.ResponseEnded, "gone")));
        await Assert.ThrowsAsync<HttpRequestException>(() => Gateway.ConfirmAsync(created.Id, order, CancellationToken.None));
        return created.Id;
    }

    private void Paid() => script.On(OrderCall, ScriptedPayPal.Json(201, ScriptedPayPal.Order("O1", "COMPLETED", order.Key, "kept", "COMPLETED")));

    private void Report(string line) => script.On("GET /v1/reporting/transactions", ScriptedPayPal.Json(200, "{\"transaction_details\":[" + line + "],\"total_pages\":1}"));
}
