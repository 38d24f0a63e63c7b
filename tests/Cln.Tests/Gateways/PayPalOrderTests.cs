using Cln.Billing;
using Cln.Contracts;

namespace Cln.Tests.Gateways;

/// <summary>Orders at PayPal over their life: made once, given up, gone.</summary>
public sealed class PayPalOrderTests(PayPalWorld paypal) : IClassFixture<PayPalWorld>
{
    [Fact]
    public async Task An_order_names_our_key_and_the_page_and_takes_no_money()
    {
        var (order, id) = await paypal.CreatedAsync(paypal.Checkout());
        var answer = await paypal.Gateway.FindAsync(id, CancellationToken.None);

        var call = paypal.Script.CallsOf("POST /v2/checkout/orders").Last();
        var unit = call.Json.GetProperty("purchase_units")[0];
        Assert.Equal($"{order.Key}:create:1", call.Key);
        Assert.Equal((order.Key, order.Key, "20.00", "USD"), (unit.GetProperty("custom_id").GetString(), unit.GetProperty("invoice_id").GetString(), unit.GetProperty("amount").GetProperty("value").GetString(), unit.GetProperty("amount").GetProperty("currency_code").GetString()));
        Assert.Equal("https://console.example/back", call.Json.GetProperty("payment_source").GetProperty("paypal").GetProperty("experience_context").GetProperty("return_url").GetString());
        Assert.Equal((GatewayStatus.AwaitsPayer, $"https://www.sandbox.paypal.com/checkoutnow?token={id}", order.Key), (answer.Status, answer.ApprovalUrl, answer.Key));
    }

    [Fact]
    public async Task The_same_order_again_is_the_same_even_when_PayPal_has_forgotten_its_key()
    {
        var (order, id) = await paypal.CreatedAsync(paypal.Checkout());
        var calls = paypal.Script.CallsOf("POST /v2/checkout/orders").Count();

        var again = await paypal.Gateway.CreateAsync(order, CancellationToken.None);

        Assert.Equal((id, calls), (again.Id, paypal.Script.CallsOf("POST /v2/checkout/orders").Count()));
        Assert.Equal(id, (await paypal.Gateway.SearchAsync(order, World.Begins, CancellationToken.None))!.Id);
    }

    [Fact]
    public async Task A_kept_wallet_is_named_when_the_order_is_captured_and_not_before()
    {
        var (order, id) = await paypal.CreatedAsync(paypal.Kept());
        paypal.Captures(order, ScriptedPayPal.Json(201, ScriptedPayPal.Order(id, "COMPLETED", order.Key, "kept", "COMPLETED")));

        Assert.Equal(GatewayStatus.Ready, (await paypal.Gateway.FindAsync(id, CancellationToken.None)).Status);
        Assert.Equal(GatewayStatus.Succeeded, (await paypal.Gateway.ConfirmAsync(id, order, CancellationToken.None)).Status);

        Assert.False(paypal.Script.CallsOf("POST /v2/checkout/orders").Last().Json.TryGetProperty("payment_source", out _));
        var capture = paypal.Script.CallsOf($"POST /v2/checkout/orders/{id}/capture").Single();
        var wallet = capture.Json.GetProperty("payment_source").GetProperty("paypal");
        Assert.Equal(("wallet-1", $"{order.Key}:capture:1", "MERCHANT"), (wallet.GetProperty("vault_id").GetString(), capture.Key, wallet.GetProperty("stored_credential").GetProperty("payment_initiator").GetString()));
    }

    [Fact]
    public async Task An_order_that_was_given_up_is_never_captured_though_its_payer_approves_it()
    {
        var (order, id) = await paypal.CreatedAsync(paypal.Checkout());

        Assert.Equal(GatewayStatus.Canceled, (await paypal.Gateway.CancelAsync(id, order.Key, CancellationToken.None)).Status);
        paypal.Shows(order, "APPROVED");

        Assert.Equal(GatewayStatus.Canceled, (await paypal.Gateway.FindAsync(id, CancellationToken.None)).Status);
        Assert.Equal(GatewayStatus.Canceled, (await paypal.Gateway.ConfirmAsync(id, order, CancellationToken.None)).Status);
        Assert.Empty(paypal.Script.CallsOf($"POST /v2/checkout/orders/{id}/capture"));
    }

    [Fact]
    public async Task Giving_up_comes_too_late_for_money_that_was_taken()
    {
        var (order, id) = await PaidAsync();

        Assert.Equal(GatewayStatus.Succeeded, (await paypal.Gateway.CancelAsync(id, order.Key, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task An_order_that_is_gone_and_that_nobody_approved_has_expired()
    {
        var (order, id) = await paypal.CreatedAsync(paypal.Checkout());
        Forgets(order);

        Assert.Equal((GatewayStatus.Expired, new Money(2_000)), await paypal.Gateway.FindAsync(id, CancellationToken.None) is var answer ? (answer.Status, answer.Amount) : default);
    }

    [Fact]
    public async Task An_approved_order_that_is_gone_is_for_a_person_to_look_at()
    {
        var (order, id) = await paypal.CreatedAsync(paypal.Checkout(), "APPROVED");
        Assert.Equal(GatewayStatus.Ready, (await paypal.Gateway.FindAsync(id, CancellationToken.None)).Status);
        Forgets(order);

        await Assert.ThrowsAsync<PayPalUnclear>(() => paypal.Gateway.FindAsync(id, CancellationToken.None));
    }

    [Fact]
    public async Task A_refused_payer_who_does_not_come_again_has_let_the_order_expire()
    {
        var (order, id) = await paypal.CreatedAsync(paypal.Checkout(), "APPROVED");
        paypal.Captures(order, ScriptedPayPal.Error(422, "UNPROCESSABLE_ENTITY", "INSTRUMENT_DECLINED"));
        Assert.Equal(GatewayStatus.AwaitsPayer, (await paypal.Gateway.ConfirmAsync(id, order, CancellationToken.None)).Status);
        Forgets(order);

        Assert.Equal(GatewayStatus.Expired, (await paypal.Gateway.FindAsync(id, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task An_order_whose_money_was_asked_for_without_an_answer_never_expires_by_being_gone()
    {
        var (order, id) = await paypal.CreatedAsync(paypal.Kept());
        paypal.Captures(order, ScriptedPayPal.Error(500, "INTERNAL_SERVER_ERROR", "INTERNAL_SERVER_ERROR"));
        await Assert.ThrowsAsync<PayPalUnclear>(() => paypal.Gateway.ConfirmAsync(id, order, CancellationToken.None));
        Forgets(order);

        await Assert.ThrowsAsync<PayPalUnclear>(() => paypal.Gateway.FindAsync(id, CancellationToken.None));
    }

    [Fact]
    public async Task An_order_that_was_gone_before_it_could_be_captured_has_expired()
    {
        var (order, id) = await paypal.CreatedAsync(paypal.Kept());
        paypal.Captures(order, ScriptedPayPal.Error(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID"));
        Forgets(order);

        Assert.Equal(GatewayStatus.Expired, (await paypal.Gateway.ConfirmAsync(id, order, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task A_paid_order_that_is_gone_is_found_by_its_capture()
    {
        var (order, id) = await PaidAsync();
        Forgets(order);
        paypal.Script.On($"GET /v2/payments/captures/CAP-{id}", ScriptedPayPal.Json(200, $$"""{"id":"CAP-{{id}}","status":"REFUNDED","amount":{"currency_code":"USD","value":"20.00"},"custom_id":"{{order.Key}}"}"""));

        var answer = await paypal.Gateway.FindAsync(id, CancellationToken.None);

        Assert.Equal((GatewayStatus.Succeeded, $"CAP-{id}", order.Key), (answer.Status, answer.ChargeId, answer.Key));
    }

    [Theory]
    [InlineData("OPEN", null, GatewayDisputeStatus.Open)]
    [InlineData("UNDER_REVIEW", null, GatewayDisputeStatus.Open)]
    [InlineData("RESOLVED", "RESOLVED_BUYER_FAVOUR", GatewayDisputeStatus.Lost)]
    [InlineData("RESOLVED", "RESOLVED_SELLER_FAVOUR", GatewayDisputeStatus.Won)]
    [InlineData("RESOLVED", "CANCELED_BY_BUYER", GatewayDisputeStatus.Won)]
    public async Task A_dispute_is_told_with_the_payment(string status, string? outcome, GatewayDisputeStatus expected)
    {
        var (_, id) = await PaidAsync();
        const string Facts = """ "dispute_id":"PP-D-1","create_time":"2026-11-10T12:00:00Z","dispute_amount":{"currency_code":"USD","value":"20.00"} """;
        paypal.Script.On("GET /v1/customer/disputes", ScriptedPayPal.Json(200, "{\"items\":[{" + Facts + ",\"status\":\"" + status + "\"}]}"));
        paypal.Script.On("GET /v1/customer/disputes/PP-D-1", ScriptedPayPal.Json(200, "{" + Facts + ",\"status\":\"" + status + "\",\"dispute_outcome\":{\"outcome_code\":\"" + outcome + "\"}}"));

        var answer = await paypal.Gateway.FindAsync(id, CancellationToken.None);
        paypal.Script.On("GET /v1/customer/disputes", ScriptedPayPal.Json(200, """{"items":[]}"""));

        Assert.Equal(new GatewayDispute("PP-D-1", expected, new(2_000), "USD"), answer.Dispute);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task Money_is_found_although_disputes_can_not_be_seen(int status)
    {
        var (_, id) = await PaidAsync();
        paypal.Script.On("GET /v1/customer/disputes", ScriptedPayPal.Json(status, "{}"));

        var answer = await paypal.Gateway.FindAsync(id, CancellationToken.None);
        paypal.Script.On("GET /v1/customer/disputes", ScriptedPayPal.Json(200, """{"items":[]}"""));

        Assert.Equal((GatewayStatus.Succeeded, null), (answer.Status, answer.Dispute));
    }

    [Fact]
    public async Task What_was_given_back_is_told_with_the_payment()
    {
        var (order, id) = await PaidAsync();
        paypal.Shows(order, "COMPLETED", "PARTIALLY_REFUNDED", refunds: """{"id":"REF-1","status":"COMPLETED","amount":{"currency_code":"USD","value":"5.00"},"custom_id":"our-refund"}""");

        var answer = await paypal.Gateway.FindAsync(id, CancellationToken.None);

        Assert.Equal(GatewayStatus.Succeeded, answer.Status);
        Assert.Equal([new GatewayRefund("REF-1", GatewayRefundStatus.Succeeded, new(500), "USD") { Key = "our-refund" }], answer.Refunds);
    }

    [Fact]
    public async Task An_order_whose_creation_was_never_answered_is_not_there_while_its_key_is_remembered_and_looked_for_in_the_statement_afterwards()
    {
        var order = paypal.Checkout();
        paypal.Script.On("GET /v1/reporting/transactions", ScriptedPayPal.Json(200, """{"transaction_details":[],"total_pages":1}"""));

        Assert.Null(await paypal.Gateway.SearchAsync(order, World.Begins.AddHours(-1), CancellationToken.None));
        Assert.Empty(paypal.Script.CallsOf("GET /v1/reporting/transactions"));

        Assert.Null(await paypal.Gateway.SearchAsync(order, World.Begins.AddHours(-6), CancellationToken.None));
        paypal.Script.On("GET /v1/reporting/transactions", ScriptedPayPal.Json(200, $$$"""
            {"transaction_details":[{"transaction_info":{"transaction_id":"CAP-OLD","transaction_event_code":"T0006","transaction_status":"S","transaction_initiation_date":"2026-11-10T06:00:00+0000",
             "transaction_amount":{"currency_code":"USD","value":"20.00"},"custom_field":"{{{order.Key}}}"}}],"total_pages":1}
            """));
        paypal.Script.On("GET /v2/payments/captures/CAP-OLD", ScriptedPayPal.Json(200, "{\"id\":\"CAP-OLD\",\"status\":\"COMPLETED\",\"amount\":{\"currency_code\":\"USD\",\"value\":\"20.00\"},\"supplementary_data\":{\"related_ids\":{\"order_id\":\"ORDER-" + order.Key + "\"}}}"));
        paypal.Shows(order, "COMPLETED", "COMPLETED");

        Assert.Equal(($"ORDER-{order.Key}", GatewayStatus.Succeeded), await paypal.Gateway.SearchAsync(order, World.Begins.AddHours(-6), CancellationToken.None) is { } found ? (found.Id, found.Status) : default);
    }

    private async Task<(PaymentOrder Order, string Id)> PaidAsync()
    {
        var (order, id) = await paypal.CreatedAsync(paypal.Checkout(), "APPROVED");
        paypal.Captures(order, ScriptedPayPal.Json(201, ScriptedPayPal.Order(id, "COMPLETED", order.Key, capture: "COMPLETED")));
        Assert.Equal(GatewayStatus.Succeeded, (await paypal.Gateway.ConfirmAsync(id, order, CancellationToken.None)).Status);
        paypal.Shows(order, "COMPLETED", "COMPLETED");
        return (order, id);
    }

    private void Forgets(PaymentOrder order) => paypal.Script.On($"GET /v2/checkout/orders/ORDER-{order.Key}", ScriptedPayPal.Error(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID"));
}
