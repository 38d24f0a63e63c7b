using System.Net;

namespace Cln.Tests.FakeProviders;

/// <summary>Orders at the played PayPal, by the messages of PayPal's documentation.</summary>
public sealed class PayPalOrderTests
{
    [Fact]
    public async Task A_checkout_is_approved_on_PayPal_s_page_and_captured_once()
    {
        await using var provider = await FakeProvider.StartAsync();

        var order = await provider.OrderAsync();
        using var early = await provider.CaptureAsync(order.Text("id"));
        var back = await provider.ApproveAsync(order.Link("payer-action"));
        using var captured = await provider.CaptureAsync(order.Text("id"));
        using var replayed = await provider.CaptureAsync(order.Text("id"));
        using var again = await provider.CaptureAsync(order.Text("id"), "c2");

        Assert.Equal("PAYER_ACTION_REQUIRED", order.Text("status"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "ORDER_NOT_APPROVED"), (early.StatusCode, (await early.JsonAsync()).Issue()));
        Assert.Equal($"https://cln.example/pay/return?token={order.Text("id")}&PayerID=QYR5Z8XDVJNXQ", back.AbsoluteUri);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (captured.StatusCode, replayed.StatusCode));
        var capture = (await captured.JsonAsync()).Capture();
        Assert.Equal(("COMPLETED", "20.00", "a1"), (capture.Text("status"), capture.GetProperty("amount").Text("value"), capture.Text("custom_id")));
        Assert.Equal(capture.Text("id"), (await replayed.JsonAsync()).Capture().Text("id"));
        Assert.Equal("ORDER_ALREADY_CAPTURED", (await again.JsonAsync()).Issue());
        Assert.True(captured.Headers.Contains("Paypal-Debug-Id"));
        Assert.Equal(("a1", 2000L, 1), Assert.Single((await provider.BooksAsync()).Charges) is var charge ? (charge.Key, charge.Amount, charge.Effects) : default);
        Assert.Equal(["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED"], (await provider.EventsAsync()).Select(told => told.Type));
    }

    [Fact]
    public async Task A_payer_may_go_back_or_have_a_bank_that_declines()
    {
        await using var provider = await FakeProvider.StartAsync();
        var order = await provider.OrderAsync();

        var canceled = await provider.ApproveAsync(order.Link("payer-action"), choice: "cancel");
        await provider.ApproveAsync(order.Link("payer-action"), wallet: "declines");
        using var declined = await provider.CaptureAsync(order.Text("id"));
        await provider.ApproveAsync((await declined.JsonAsync()).Link("redirect"));
        using var captured = await provider.CaptureAsync(order.Text("id"));

        Assert.Equal($"https://cln.example/pay/cancel?token={order.Text("id")}", canceled.AbsoluteUri);
        Assert.Equal("INSTRUMENT_DECLINED", (await declined.JsonAsync()).Issue());
        Assert.Equal(HttpStatusCode.Created, captured.StatusCode);
    }

    [Fact]
    public async Task An_order_that_nobody_captures_is_gone_after_three_hours()
    {
        await using var provider = await FakeProvider.StartAsync();
        await provider.PutClockAsync(World.Begins);
        var (open, approved, captured) = (await provider.OrderAsync("a1"), await provider.OrderAsync("a2"), await provider.OrderAsync("a3"));
        foreach (var order in (IEnumerable<System.Text.Json.JsonElement>)[approved, captured]) await provider.ApproveAsync(order.Link("payer-action"));
        using var taken = await provider.CaptureAsync(captured.Text("id"));
        await provider.AdvanceAsync(TimeSpan.FromHours(3));

        using var gone = await provider.PayPalAsync(HttpMethod.Get, $"/v2/checkout/orders/{open.Text("id")}");
        using var lapsed = await provider.CaptureAsync(approved.Text("id"));
        using var there = await provider.PayPalAsync(HttpMethod.Get, $"/v2/checkout/orders/{captured.Text("id")}");

        Assert.Equal((HttpStatusCode.NotFound, "INVALID_RESOURCE_ID"), (gone.StatusCode, (await gone.JsonAsync()).Issue()));
        Assert.Equal(HttpStatusCode.NotFound, lapsed.StatusCode);
        Assert.Equal("COMPLETED", (await there.JsonAsync()).Text("status"));
        Assert.Contains(await provider.EventsAsync(), told => told.Type == "CHECKOUT.PAYMENT-APPROVAL.REVERSED");
    }

    [Fact]
    public async Task A_request_id_is_remembered_for_six_hours_whatever_the_body_says()
    {
        await using var provider = await FakeProvider.StartAsync();
        await provider.PutClockAsync(World.Begins);
        var wallet = await provider.WalletAsync();
        var source = $$$"""{"paypal":{"vault_id":"{{{wallet}}}"}}""";

        using var first = await provider.PayPalAsync(HttpMethod.Post, "/v2/checkout/orders", PlayedPayPal.Order("a1", "20.00", source), ("PayPal-Request-Id", "k1"));
        await provider.AdvanceAsync(TimeSpan.FromHours(5.9));
        using var replayed = await provider.PayPalAsync(HttpMethod.Post, "/v2/checkout/orders", PlayedPayPal.Order("a2", "99.00", source), ("PayPal-Request-Id", "k1"));
        await provider.AdvanceAsync(TimeSpan.FromHours(0.2));
        using var later = await provider.PayPalAsync(HttpMethod.Post, "/v2/checkout/orders", PlayedPayPal.Order("a3", "20.00", source), ("PayPal-Request-Id", "k1"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created), (first.StatusCode, replayed.StatusCode, later.StatusCode));
        Assert.Equal((await first.JsonAsync()).Text("id"), (await replayed.JsonAsync()).Text("id"));
        Assert.Equal(["a1", "a3"], (await provider.BooksAsync()).Charges.Select(charge => charge.Key));
    }

    [Fact]
    public async Task A_kept_wallet_pays_in_the_capture_or_in_one_step_with_a_request_id()
    {
        await using var provider = await FakeProvider.StartAsync();
        var (wallet, poor) = (await provider.WalletAsync(), await provider.WalletAsync("declines"));
        using var made = await provider.PayPalAsync(HttpMethod.Post, "/v2/checkout/orders", PlayedPayPal.Order("a1", "20.00"), ("PayPal-Request-Id", "o1"));
        var order = (await made.JsonAsync()).Text("id");

        using var declined = await provider.CaptureAsync(order, "c1", Charge(poor));
        using var captured = await provider.CaptureAsync(order, "c2", Charge(wallet));
        using var nameless = await provider.PayPalAsync(HttpMethod.Post, "/v2/checkout/orders", PlayedPayPal.Order("a2", "20.00", $$$"""{"paypal":{"vault_id":"{{{wallet}}}"}}"""));
        using var deleted = await provider.PayPalAsync(HttpMethod.Delete, $"/v3/vault/payment-tokens/{wallet}");
        using var unknown = await provider.PayPalAsync(HttpMethod.Post, "/v2/checkout/orders", PlayedPayPal.Order("a3", "20.00", $$$"""{"paypal":{"vault_id":"{{{wallet}}}"}}"""), ("PayPal-Request-Id", "s3"));

        Assert.Equal("INSTRUMENT_DECLINED", (await declined.JsonAsync()).Issue());
        Assert.Equal("COMPLETED", (await captured.JsonAsync()).Capture().Text("status"));
        Assert.Equal((HttpStatusCode.BadRequest, "PAYPAL_REQUEST_ID_REQUIRED"), (nameless.StatusCode, (await nameless.JsonAsync()).Issue()));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal("TOKEN_ID_NOT_FOUND", (await unknown.JsonAsync()).Issue());
        Assert.Single((await provider.BooksAsync()).Charges);
    }

    [Fact]
    public async Task A_wallet_is_kept_with_the_payment_when_that_was_asked_for()
    {
        await using var provider = await FakeProvider.StartAsync();
        var order = await provider.OrderAsync(source: """{"paypal":{"attributes":{"vault":{"store_in_vault":"ON_SUCCESS","usage_type":"MERCHANT"}},"experience_context":{"return_url":"https://cln.example/r","cancel_url":"https://cln.example/c"}}}""");
        await provider.ApproveAsync(order.Link("payer-action"));

        using var captured = await provider.CaptureAsync(order.Text("id"));
        var vault = (await captured.JsonAsync()).GetProperty("payment_source").GetProperty("paypal").GetProperty("attributes").GetProperty("vault");
        using var wallet = await provider.PayPalAsync(HttpMethod.Get, $"/v3/vault/payment-tokens/{vault.Text("id")}");

        Assert.Equal("VAULTED", vault.Text("status"));
        Assert.Equal("buyer@example.com", (await wallet.JsonAsync()).GetProperty("payment_source").GetProperty("paypal").Text("email_address"));
        Assert.Contains(await provider.EventsAsync(), told => told.Type == "VAULT.PAYMENT-TOKEN.CREATED");
    }

    [Theory]
    [InlineData("INSTRUMENT_DECLINED", 422)]
    [InlineData("TRANSACTION_REFUSED", 422)]
    [InlineData("INTERNAL_SERVER_ERROR", 500)]
    public async Task A_refusal_can_be_asked_for_as_in_the_sandbox(string code, int status)
    {
        await using var provider = await FakeProvider.StartAsync();
        var order = await provider.OrderAsync();
        await provider.ApproveAsync(order.Link("payer-action"));

        using var refused = await provider.CaptureAsync(order.Text("id"), "c1", "{}", ("PayPal-Mock-Response", $$"""{"mock_application_codes":"{{code}}"}"""));

        Assert.Equal((status, code), ((int)refused.StatusCode, (await refused.JsonAsync()).Issue()));
        Assert.Empty((await provider.BooksAsync()).Charges);
    }

    [Fact]
    public async Task One_invoice_number_is_paid_once_and_money_has_two_decimals()
    {
        await using var provider = await FakeProvider.StartAsync();
        await provider.CapturedAsync("a1");
        using var made = await provider.PayPalAsync(HttpMethod.Post, "/v2/checkout/orders", PlayedPayPal.Order("a1", "20.00"));
        using var precise = await provider.PayPalAsync(HttpMethod.Post, "/v2/checkout/orders", PlayedPayPal.Order("a2", "20.001"));

        using var duplicate = await provider.CaptureAsync((await made.JsonAsync()).Text("id"), "c2", Charge(await provider.WalletAsync()));

        Assert.Equal("DUPLICATE_INVOICE_ID", (await duplicate.JsonAsync()).Issue());
        Assert.Equal("DECIMAL_PRECISION", (await precise.JsonAsync()).Issue());
    }

    [Fact]
    public async Task Without_a_token_or_with_one_that_has_lapsed_nothing_is_answered()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/oauth2/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("fake-client:wrong"u8));
        using var stranger = await provider.Http.SendAsync(request);
        using var nobody = await provider.Http.GetAsync("/v2/checkout/orders/X");
        await provider.FaultAsync("GET /v2/checkout/orders/*", "auth-expired");
        using var lapsed = await provider.PayPalAsync(HttpMethod.Get, "/v2/checkout/orders/X");

        Assert.All([stranger, nobody, lapsed], answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode));
        Assert.Equal("invalid_client", (await stranger.JsonAsync()).Text("error"));
        Assert.Equal("invalid_token", (await lapsed.JsonAsync()).Text("error"));
    }

    private static string Charge(string wallet)
    {
        var credential = """{"payment_initiator":"MERCHANT","usage":"SUBSEQUENT","usage_pattern":"THRESHOLD_PREPAID"}""";
        return $$"""{"payment_source":{"paypal":{"vault_id":"{{wallet}}","stored_credential":{{credential}} } } }""";
    }
}
