using Cln.Billing;
using Cln.Contracts;

namespace Cln.Tests.Gateways;

/// <summary>Every row of the classification of answers, as PayPal gives them when it is asked for the money of an order.</summary>
public sealed class PayPalAnswerTests(PayPalWorld paypal) : IClassFixture<PayPalWorld>
{
    [Fact]
    public async Task Money_that_was_taken_has_its_id_key_and_amount()
    {
        var (order, id) = await ApprovedAsync();
        paypal.Captures(order, ScriptedPayPal.Json(201, ScriptedPayPal.Order(id, "COMPLETED", order.Key, capture: "COMPLETED")));

        var answer = await ConfirmAsync(order, id);

        Assert.Equal((GatewayStatus.Succeeded, $"CAP-{id}", order.Key, new Money(2_000), "USD"), (answer.Status, answer.ChargeId, answer.Key, answer.Amount, answer.Currency));
    }

    [Fact]
    public async Task Another_amount_is_told_as_it_is()
    {
        var (order, id) = await ApprovedAsync();
        paypal.Captures(order, ScriptedPayPal.Json(201, ScriptedPayPal.Order(id, "COMPLETED", order.Key, capture: "COMPLETED", amount: "19.99")));

        Assert.Equal((GatewayStatus.Succeeded, new Money(1_999)), await ConfirmAsync(order, id) is var answer ? (answer.Status, answer.Amount) : default);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task What_never_left_us_is_told_so_and_leaves_the_order_as_it_was(HttpRequestError error)
    {
        var (order, id) = await ApprovedAsync();
        paypal.Captures(order, ScriptedPayPal.Fails(new HttpRequestException(error, "no")));

        await Assert.ThrowsAsync<GatewayNotReached>(() => ConfirmAsync(order, id));

        Assert.Equal(GatewayStatus.Canceled, (await paypal.Gateway.CancelAsync(id, order.Key, CancellationToken.None)).Status);
    }

    public static TheoryData<string, string> Unclear => new()
    {
        { "a reset", "reset" }, { "no answer in time", "late" }, { "HTML", "<html>" }, { "half an answer", """{"id":"ORDER-""" }, { "another kind of JSON", "[1,2]" }, { "null", "null" },
        { "an order without units", """{"id":"X","status":"COMPLETED"}""" }, { "an amount that is none", """{"id":"X","status":"APPROVED","purchase_units":[{"amount":{"currency_code":"USD","value":"1e3"}}]}""" },
        { "10 MB", "large" }, { "a conflict", "409" }, { "an error of theirs", "500" }, { "being down", "503" }, { "a redirect", "307" }, { "a 422 that isn't PayPal's", "alien" },
    };

    [Theory]
    [MemberData(nameof(Unclear))]
    public async Task What_can_not_be_understood_may_have_had_its_effect(string what, string answer)
    {
        Assert.NotEmpty(what);
        var (order, id) = await ApprovedAsync();
        paypal.Captures(order, answer switch
        {
            "reset" => ScriptedPayPal.Fails(new HttpRequestException(HttpRequestError.ResponseEnded, "gone")),
            "late" => ScriptedPayPal.Fails(new TaskCanceledException("late", new TimeoutException())),
            "large" => ScriptedPayPal.Bytes(new byte[10 * 1024 * 1024], 201),
            "409" => ScriptedPayPal.Error(409, "RESOURCE_CONFLICT", "RESOURCE_CONFLICT"),
            "500" => ScriptedPayPal.Error(500, "INTERNAL_SERVER_ERROR", "INTERNAL_SERVER_ERROR"),
            "503" => ScriptedPayPal.Json(503, "<html>"),
            "307" => ScriptedPayPal.Json(307, "", ("Location", "https://elsewhere.example/")),
            "alien" => ScriptedPayPal.Json(422, "<html>"),
            _ => ScriptedPayPal.Json(201, answer),
        });

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => ConfirmAsync(order, id));

        Assert.False(failure is DomainError or GatewayNotReached or GatewayRejectsUs or GatewayBusy, failure.ToString());
        Assert.Single(paypal.Script.CallsOf($"POST /v2/checkout/orders/{id}/capture"));
        Assert.Equal(GatewayStatus.Ready, (await paypal.Gateway.CancelAsync(id, order.Key, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Another_order_than_the_one_that_was_asked_for_is_not_understood()
    {
        var (order, id) = await ApprovedAsync();
        paypal.Captures(order, ScriptedPayPal.Json(201, ScriptedPayPal.Order("ANOTHER", "COMPLETED", order.Key, capture: "COMPLETED")));

        await Assert.ThrowsAsync<PayPalUnclear>(() => ConfirmAsync(order, id));
    }

    [Fact]
    public async Task A_request_that_PayPal_finds_wrong_is_declined_as_our_own_fault()
    {
        var (order, id) = await ApprovedAsync();
        paypal.Captures(order, ScriptedPayPal.Error(400, "INVALID_REQUEST", "INVALID_PARAMETER_VALUE"));

        var answer = await ConfirmAsync(order, id);

        Assert.Equal((GatewayStatus.Declined, "INVALID_PARAMETER_VALUE", DeclineClass.Internal), (answer.Status, answer.Decline!.Code, answer.Decline.Class));
        Assert.Equal(GatewayStatus.Declined, (await paypal.Gateway.FindAsync(id, CancellationToken.None)).Status);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(401)]
    public async Task Credentials_that_PayPal_does_not_take_are_told_from_everything_else(int status)
    {
        var (order, id) = await ApprovedAsync();
        paypal.Captures(order, ScriptedPayPal.Error(status, "NOT_AUTHORIZED", "PERMISSION_DENIED"));

        await Assert.ThrowsAsync<GatewayRejectsUs>(() => ConfirmAsync(order, id));

        Assert.Equal(status == 401 ? 2 : 1, paypal.Script.CallsOf($"POST /v2/checkout/orders/{id}/capture").Count());
    }

    [Fact]
    public async Task A_pause_that_PayPal_asks_for_is_told()
    {
        var (order, id) = await ApprovedAsync();
        paypal.Captures(order, ScriptedPayPal.Json(429, """{"name":"RATE_LIMIT_REACHED"}""", ("Retry-After", "7")));

        Assert.Equal(TimeSpan.FromSeconds(7), (await Assert.ThrowsAsync<GatewayBusy>(() => ConfirmAsync(order, id))).Pause);
    }

    [Fact]
    public async Task An_order_that_was_captured_already_is_looked_at()
    {
        var (order, id) = await ApprovedAsync();
        paypal.Captures(order, () =>
        {
            paypal.Shows(order, "COMPLETED", "COMPLETED");
            return ScriptedPayPal.Error(422, "UNPROCESSABLE_ENTITY", "ORDER_ALREADY_CAPTURED")();
        });

        Assert.Equal((GatewayStatus.Succeeded, $"CAP-{id}"), await ConfirmAsync(order, id) is var answer ? (answer.Status, answer.ChargeId) : default);
    }

    [Theory]
    [InlineData("ORDER_ALREADY_CAPTURED")]
    [InlineData("ORDER_COMPLETION_IN_PROGRESS")]
    [InlineData("DUPLICATE_INVOICE_ID")]
    public async Task Money_that_may_be_moving_by_another_request_is_unclear_while_the_order_does_not_show_it(string issue)
    {
        var (order, id) = await ApprovedAsync();
        paypal.Captures(order, ScriptedPayPal.Error(422, "UNPROCESSABLE_ENTITY", issue));

        await Assert.ThrowsAsync<PayPalUnclear>(() => ConfirmAsync(order, id));
    }

    [Theory]
    [InlineData("INSTRUMENT_DECLINED")]
    [InlineData("PAYER_ACTION_REQUIRED")]
    [InlineData("ORDER_NOT_APPROVED")]
    public async Task A_payer_who_is_there_is_sent_back_to_the_page_and_the_next_try_is_another_request(string issue)
    {
        var (order, id) = await ApprovedAsync();
        paypal.Captures(order, ScriptedPayPal.Error(422, "UNPROCESSABLE_ENTITY", issue), ScriptedPayPal.Json(201, ScriptedPayPal.Order(id, "COMPLETED", order.Key, capture: "COMPLETED")));

        var answer = await ConfirmAsync(order, id);
        var again = await ConfirmAsync(order, id);

        Assert.Equal((GatewayStatus.AwaitsPayer, "https://www.sandbox.paypal.com/again"), (answer.Status, answer.ApprovalUrl));
        Assert.Equal(GatewayStatus.Succeeded, again.Status);
        Assert.Equal([$"{order.Key}:capture:1", $"{order.Key}:capture:2"], paypal.Script.CallsOf($"POST /v2/checkout/orders/{id}/capture").Select(call => call.Key));
    }

    [Theory]
    [InlineData("INSTRUMENT_DECLINED", DeclineClass.Soft)]
    [InlineData("TRANSACTION_REFUSED", DeclineClass.Soft)]
    [InlineData("PAYER_CANNOT_PAY", DeclineClass.Soft)]
    [InlineData("TRANSACTION_LIMIT_EXCEEDED", DeclineClass.Soft)]
    [InlineData("MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED", DeclineClass.Soft)]
    [InlineData("PAYER_ACTION_REQUIRED", DeclineClass.PayerMustAct)]
    [InlineData("PAYER_ACCOUNT_RESTRICTED", DeclineClass.PayerMustAct)]
    [InlineData("REFERENCED_CARD_EXPIRED", DeclineClass.NewCardNeeded)]
    [InlineData("PAYER_ACCOUNT_LOCKED_OR_CLOSED", DeclineClass.Never)]
    [InlineData("TOKEN_ID_NOT_FOUND", DeclineClass.Never)]
    [InlineData("AGREEMENT_ALREADY_CANCELLED", DeclineClass.Never)]
    [InlineData("PAYEE_BLOCKED_TRANSACTION", DeclineClass.Internal)]
    [InlineData("ORDER_NOT_APPROVED", DeclineClass.Internal)]
    [InlineData("SOMETHING_NEW", DeclineClass.Internal)]
    public async Task A_kept_wallet_that_is_refused_is_declined_for_good_with_its_class(string issue, DeclineClass expected)
    {
        var (order, id) = await paypal.CreatedAsync(paypal.Kept());
        paypal.Captures(order, ScriptedPayPal.Error(422, "UNPROCESSABLE_ENTITY", issue));

        var answer = await ConfirmAsync(order, id);
        var again = await ConfirmAsync(order, id);

        Assert.Equal((GatewayStatus.Declined, issue, expected), (answer.Status, answer.Decline!.Code, answer.Decline.Class));
        Assert.Equal(answer.Decline, again.Decline);
        Assert.Single(paypal.Script.CallsOf($"POST /v2/checkout/orders/{id}/capture"));
    }

    [Theory]
    [InlineData("DECLINED")]
    [InlineData("FAILED")]
    public async Task A_capture_that_failed_is_declined_for_good(string status)
    {
        var (order, id) = await paypal.CreatedAsync(paypal.Kept());
        paypal.Captures(order, ScriptedPayPal.Json(201, ScriptedPayPal.Order(id, "COMPLETED", order.Key, "kept", status)));

        var answer = await ConfirmAsync(order, id);

        Assert.Equal((GatewayStatus.Declined, $"CAPTURE_{status}", null), (answer.Status, answer.Decline!.Code, answer.ChargeId));
        Assert.Equal(GatewayStatus.Declined, (await paypal.Gateway.FindAsync(id, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task A_capture_that_waits_is_processing_and_has_no_charge_yet()
    {
        var (order, id) = await ApprovedAsync();
        paypal.Captures(order, ScriptedPayPal.Json(201, ScriptedPayPal.Order(id, "COMPLETED", order.Key, capture: "PENDING")));

        Assert.Equal((GatewayStatus.Processing, null), await ConfirmAsync(order, id) is var answer ? (answer.Status, answer.ChargeId) : default);
    }

    [Fact]
    public async Task An_order_that_PayPal_will_not_make_is_declined_and_stays_so()
    {
        var order = paypal.Checkout();
        paypal.Script.On("POST /v2/checkout/orders", ScriptedPayPal.Error(422, "UNPROCESSABLE_ENTITY", "PAYEE_ACCOUNT_RESTRICTED"));

        var answer = await paypal.Gateway.CreateAsync(order, CancellationToken.None);

        Assert.Equal((GatewayStatus.Declined, DeclineClass.Internal), (answer.Status, answer.Decline!.Class));
        Assert.Equal(GatewayStatus.Declined, (await paypal.Gateway.FindAsync(answer.Id, CancellationToken.None)).Status);
        Assert.Equal(GatewayStatus.Declined, (await paypal.Gateway.CreateAsync(order, CancellationToken.None)).Status);
    }

    private Task<(PaymentOrder Order, string Id)> ApprovedAsync() => paypal.CreatedAsync(paypal.Checkout(), "APPROVED");

    private Task<GatewayPayment> ConfirmAsync(PaymentOrder order, string id) => paypal.Gateway.ConfirmAsync(id, order, CancellationToken.None);
}
