using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cln.Tests.FakeProviders;

/// <summary>Requests that go wrong, before, in and after their effect.</summary>
public sealed class FaultTests
{
    private const string Confirming = "POST /v1/payment_intents/*/confirm";

    [Theory]
    [InlineData("before-reset", 0)]
    [InlineData("after-reset", 1)]
    public async Task A_connection_is_cut_before_the_effect_or_after_it(string kind, int charges)
    {
        await using var provider = await FakeProvider.StartAsync();
        var payment = await provider.PaymentAsync();
        await provider.FaultAsync(Confirming, kind);

        await Assert.ThrowsAsync<HttpRequestException>(() => provider.StripeAsync(HttpMethod.Post, $"/v1/payment_intents/{payment.Id}/confirm", "k1"));
        var before = (await provider.BooksAsync()).Charges.Count;
        using var again = await provider.StripeAsync(HttpMethod.Post, $"/v1/payment_intents/{payment.Id}/confirm", "k1");

        Assert.Equal(charges, before);
        Assert.Equal(charges == 1, again.Headers.Contains("Idempotent-Replayed"));
        Assert.Single((await provider.BooksAsync()).Charges);
    }

    [Theory]
    [InlineData("html", "text/html")]
    [InlineData("truncated", "application/json")]
    [InlineData("type", "text/plain")]
    [InlineData("big", "application/json")]
    [InlineData("gzip", "application/json")]
    [InlineData("empty", "application/json")]
    public async Task An_answer_is_garbage_after_the_effect(string kind, string type)
    {
        await using var provider = await FakeProvider.StartAsync();
        var payment = await provider.PaymentAsync();
        await provider.FaultAsync(Confirming, "garbage", kind);

        using var answer = await provider.StripeAsync(HttpMethod.Post, $"/v1/payment_intents/{payment.Id}/confirm", "k1");

        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        if (kind is "html" or "truncated" or "empty") await Assert.ThrowsAnyAsync<JsonException>(answer.JsonAsync);
        if (kind == "big") Assert.True(answer.Content.Headers.ContentLength > 10 << 20);
        if (kind == "gzip") Assert.Equal("gzip", answer.Content.Headers.ContentEncoding.Single());
        Assert.Single((await provider.BooksAsync()).Charges);
    }

    [Fact]
    public async Task An_answer_drips()
    {
        await using var provider = await FakeProvider.StartAsync();
        await provider.FaultAsync("GET /v1/events", "drip", "1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events");
        request.Headers.Authorization = new("Bearer", FakeProvider.StripeKey);

        using var answer = await provider.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();

        Assert.True(answer.Content.Headers.ContentLength > 20);
        Assert.Equal(1, await body.ReadAsync(new byte[1000]));
    }

    [Theory]
    [InlineData("wrong-amount", "amount", "2100", "21.00")]
    [InlineData("wrong-currency", "currency", "eur", "EUR")]
    public async Task An_answer_lies_about_the_money_while_the_books_don_t(string kind, string field, string stripe, string paypal)
    {
        await using var provider = await FakeProvider.StartAsync();
        var paid = await provider.PaidAsync();
        var capture = await provider.CapturedAsync();
        await provider.FaultAsync("GET /v*", kind, times: 0);

        using var intent = await provider.StripeAsync(HttpMethod.Get, $"/v1/payment_intents/{paid.Id}", key: null);
        using var captured = await provider.PayPalAsync(HttpMethod.Get, $"/v2/payments/captures/{capture}");

        Assert.Equal(stripe, (await intent.JsonAsync()).GetProperty(field).ToString());
        Assert.Equal(paypal, (await captured.JsonAsync()).GetProperty("amount").Text(kind == "wrong-amount" ? "value" : "currency_code"));
        Assert.All((await provider.BooksAsync()).Charges, charge => Assert.Equal((2000, "USD"), (charge.Amount, charge.Currency)));
    }

    [Fact]
    public async Task An_answer_is_about_something_else_or_of_the_other_mode()
    {
        await using var provider = await FakeProvider.StartAsync();
        var payment = await provider.PaymentAsync();
        await provider.FaultAsync("GET /*", "wrong-id");
        await provider.FaultAsync("GET /*", "livemode-flip", nth: 2);

        using var other = await provider.StripeAsync(HttpMethod.Get, $"/v1/payment_intents/{payment.Id}", key: null);
        using var live = await provider.StripeAsync(HttpMethod.Get, $"/v1/payment_intents/{payment.Id}", key: null);
        using var good = await provider.StripeAsync(HttpMethod.Get, $"/v1/payment_intents/{payment.Id}", key: null);

        Assert.NotEqual(payment.Id, (await other.JsonAsync()).Text("id"));
        Assert.True((await live.JsonAsync()).GetProperty("livemode").GetBoolean());
        Assert.Equal((payment.Id, false), ((await good.JsonAsync()).Text("id"), (await good.JsonAsync()).GetProperty("livemode").GetBoolean()));
    }

    [Fact]
    public async Task Another_amount_is_really_taken()
    {
        await using var provider = await FakeProvider.StartAsync();
        await provider.FaultAsync("POST /v1/payment_intents", "takes-amount", "2100");
        await provider.FaultAsync("POST /v2/checkout/orders", "takes-amount", "1900");

        await provider.PaidAsync();
        await provider.CapturedAsync();

        Assert.Equal([2100, 1900], (await provider.BooksAsync()).Charges.Select(charge => charge.Amount));
    }

    [Fact]
    public async Task A_good_card_is_declined_or_asks_for_its_holder()
    {
        await using var provider = await FakeProvider.StartAsync();
        await provider.FaultAsync(Confirming, "decline", "lost_card");
        await provider.FaultAsync(Confirming, "3ds", nth: 2);

        var declined = await Assert.ThrowsAsync<Stripe.StripeException>(() => provider.PaidAsync());
        var asked = await Assert.ThrowsAsync<Stripe.StripeException>(() => provider.PaidAsync());

        Assert.Equal("lost_card", declined.StripeError.DeclineCode);
        Assert.Equal("authentication_required", asked.StripeError.DeclineCode);
    }

    [Fact]
    public async Task A_status_of_any_kind_comes_without_an_effect()
    {
        await using var provider = await FakeProvider.StartAsync();
        await provider.FaultAsync("POST /v1/customers", "status", "503:{\"error\":\"down\"}");
        await provider.FaultAsync("POST /v1/customers", "409-in-use", nth: 2);
        await provider.FaultAsync("POST /v2/*", "409-in-use");
        await provider.FaultAsync("POST /v2/*", "429", "5", nth: 2);

        using var down = await provider.StripeAsync("/v1/customers", ("name", "Ada"));
        using var inUse = await provider.StripeAsync("/v1/customers", ("name", "Ada"));
        using var conflict = await provider.PayPalAsync(HttpMethod.Post, "/v2/checkout/orders", PlayedPayPal.Order("a1", "20.00"));
        using var busy = await provider.PayPalAsync(HttpMethod.Post, "/v2/checkout/orders", PlayedPayPal.Order("a1", "20.00"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "{\"error\":\"down\"}"), (down.StatusCode, await down.Content.ReadAsStringAsync()));
        Assert.Equal("idempotency_key_in_use", (await inUse.ErrorAsync()).Text("code"));
        Assert.Equal((HttpStatusCode.Conflict, "RESOURCE_CONFLICT"), (conflict.StatusCode, (await conflict.JsonAsync()).Text("name")));
        Assert.Equal((HttpStatusCode.TooManyRequests, "5"), (busy.StatusCode, busy.Headers.GetValues("Retry-After").Single()));
    }

    [Fact]
    public async Task A_request_can_bring_its_own_fault_and_a_delay_is_at_least_what_it_says()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events") { Headers = { { "X-Fake-Fault", "delay:0.3" }, { "Authorization", $"Bearer {FakeProvider.StripeKey}" } } };
        var began = TimeProvider.System.GetTimestamp();

        using var answer = await provider.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromSeconds(0.3));
    }

    [Fact]
    public async Task Faults_are_listed_forgiven_and_refused_when_nobody_knows_them()
    {
        await using var provider = await FakeProvider.StartAsync();
        await provider.FaultAsync("POST /v1/customers", "status", "500", times: 0);
        var listed = await provider.Http.GetFromJsonAsync<JsonElement>("/_fault");
        await provider.ForgiveAsync();
        using var made = await provider.StripeAsync("/v1/customers", ("name", "Ada"));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => provider.FaultAsync("POST /v1/customers", "explode"));

        Assert.Equal("status", listed[0].Text("kind"));
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.Contains("There is no fault", refused.Message);
    }
}
