using System.Net;

namespace Cln.Tests.FakeProviders;

/// <summary>Each row of the table of what Stripe does with an idempotency key.</summary>
public sealed class StripeIdempotencyTests
{
    private static readonly (string, string)[] ada = [("name", "Ada"), ("metadata[reseller_id]", "7")];

    [Fact]
    public async Task The_same_request_again_answers_what_was_answered_and_says_so()
    {
        await using var provider = await FakeProvider.StartAsync();

        using var first = await provider.StripeAsync(HttpMethod.Post, "/v1/customers", "k1", ada);
        using var again = await provider.StripeAsync(HttpMethod.Post, "/v1/customers", "k1", [ada[1], ada[0]]);

        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("k1", first.Headers.GetValues("Idempotency-Key").Single());
        Assert.StartsWith("req_", first.Headers.GetValues("Request-Id").Single());
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_decline_is_remembered_too()
    {
        await using var provider = await FakeProvider.StartAsync();
        var payment = await provider.PaymentAsync("pm_card_chargeCustomerFail");

        using var first = await provider.StripeAsync(HttpMethod.Post, $"/v1/payment_intents/{payment.Id}/confirm", "k1");
        using var again = await provider.StripeAsync(HttpMethod.Post, $"/v1/payment_intents/{payment.Id}/confirm", "k1");

        Assert.Equal(HttpStatusCode.PaymentRequired, first.StatusCode);
        Assert.Equal(HttpStatusCode.PaymentRequired, again.StatusCode);
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
    }

    [Fact]
    public async Task A_failure_after_the_effect_is_remembered_as_a_failure()
    {
        await using var provider = await FakeProvider.StartAsync();
        var payment = await provider.PaymentAsync();
        await provider.FaultAsync("POST /v1/payment_intents/*/confirm", "after-500");

        using var first = await provider.StripeAsync(HttpMethod.Post, $"/v1/payment_intents/{payment.Id}/confirm", "k1");
        using var again = await provider.StripeAsync(HttpMethod.Post, $"/v1/payment_intents/{payment.Id}/confirm", "k1");

        Assert.Equal(HttpStatusCode.InternalServerError, first.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, again.StatusCode);
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal("api_error", (await again.ErrorAsync()).GetProperty("type").GetString());
        Assert.Single((await provider.BooksAsync()).Charges);
    }

    [Fact]
    public async Task Another_request_with_the_same_key_is_refused()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var first = await provider.StripeAsync(HttpMethod.Post, "/v1/customers", "k1", ada);

        using var parameters = await provider.StripeAsync(HttpMethod.Post, "/v1/customers", "k1", ("name", "Bo"));
        using var endpoint = await provider.StripeAsync(HttpMethod.Post, "/v1/setup_intents", "k1", ada);

        Assert.Equal(HttpStatusCode.BadRequest, parameters.StatusCode);
        Assert.Equal("idempotency_error", (await parameters.ErrorAsync()).GetProperty("type").GetString());
        Assert.Equal(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than 'k1' if you meant to execute a different request.",
            (await parameters.ErrorAsync()).GetProperty("message").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, endpoint.StatusCode);
        Assert.Contains("can only be used for the same endpoint they were first used for ('/v1/setup_intents' vs '/v1/customers')", (await endpoint.ErrorAsync()).GetProperty("message").GetString());
    }

    [Fact]
    public async Task While_the_first_runs_the_second_is_told_that_the_key_is_in_use()
    {
        await using var provider = await FakeProvider.StartAsync();
        var payment = await provider.PaymentAsync();
        await provider.FaultAsync("POST /v1/payment_intents/*/confirm", "after-hang", "600");

        using var impatience = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/payment_intents/{payment.Id}/confirm");
        request.Headers.Authorization = new("Bearer", FakeProvider.StripeKey);
        request.Headers.Add("Idempotency-Key", "k1");
        var first = provider.Http.SendAsync(request, impatience.Token);
        while ((await provider.BooksAsync()).Charges.Count == 0) await Task.Delay(10);
        using var second = await provider.StripeAsync(HttpMethod.Post, $"/v1/payment_intents/{payment.Id}/confirm", "k1");
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("idempotency_key_in_use", (await second.ErrorAsync()).GetProperty("code").GetString());
        Assert.Equal("true", second.Headers.GetValues("Stripe-Should-Retry").Single());
        Assert.Single((await provider.BooksAsync()).Charges);
    }

    [Fact]
    public async Task What_was_never_begun_isn_t_remembered()
    {
        await using var provider = await FakeProvider.StartAsync();
        (string, string)[] good = [("amount", "2000"), ("currency", "usd")];
        await provider.FaultAsync("POST /v1/payment_intents", "429", "7", nth: 1);
        await provider.FaultAsync("POST /v1/payment_intents", "auth-expired", nth: 2);

        using var busy = await provider.StripeAsync(HttpMethod.Post, "/v1/payment_intents", "k1", good);
        using var unauthorized = await provider.StripeAsync(HttpMethod.Post, "/v1/payment_intents", "k1", good);
        using var invalid = await provider.StripeAsync(HttpMethod.Post, "/v1/payment_intents", "k1", ("currency", "usd"));
        using var made = await provider.StripeAsync(HttpMethod.Post, "/v1/payment_intents", "k1", good);

        Assert.Equal((HttpStatusCode)429, busy.StatusCode);
        Assert.Equal("7", busy.Headers.GetValues("Retry-After").Single());
        Assert.Equal(HttpStatusCode.Unauthorized, unauthorized.StatusCode);
        Assert.Equal("parameter_missing", (await invalid.ErrorAsync()).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.False(made.Headers.Contains("Idempotent-Replayed"));
    }

    [Fact]
    public async Task After_a_day_a_key_is_forgotten_and_so_it_is_when_a_fault_says_so()
    {
        await using var provider = await FakeProvider.StartAsync();
        await provider.PutClockAsync(World.Begins);
        using var first = await provider.StripeAsync(HttpMethod.Post, "/v1/customers", "k1", ada);
        await provider.AdvanceAsync(TimeSpan.FromHours(24));
        using var remembered = await provider.StripeAsync(HttpMethod.Post, "/v1/customers", "k1", ada);
        await provider.AdvanceAsync(TimeSpan.FromSeconds(1));
        using var later = await provider.StripeAsync(HttpMethod.Post, "/v1/customers", "k1", ada);
        await provider.FaultAsync("POST /v1/customers", "forget-key");
        using var forgotten = await provider.StripeAsync(HttpMethod.Post, "/v1/customers", "k1", ada);

        Assert.Equal(await IdAsync(first), await IdAsync(remembered));
        Assert.Equal(3, new[] { await IdAsync(first), await IdAsync(later), await IdAsync(forgotten) }.Distinct().Count());
    }

    [Fact]
    public async Task An_unknown_parameter_and_an_unknown_key_of_ours_are_refused()
    {
        await using var provider = await FakeProvider.StartAsync();

        using var unknown = await provider.StripeAsync("/v1/customers", ("nmae", "Ada"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events");
        request.Headers.Authorization = new("Bearer", "sk_test_other");
        using var stranger = await provider.Http.SendAsync(request);

        Assert.Equal("parameter_unknown", (await unknown.ErrorAsync()).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    private static async Task<string?> IdAsync(HttpResponseMessage answer) => (await answer.JsonAsync()).GetProperty("id").GetString();
}
