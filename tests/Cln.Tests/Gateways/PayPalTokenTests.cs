using Cln.Billing;
using Cln.Contracts;

namespace Cln.Tests.Gateways;

/// <summary>The token that every call carries.</summary>
public sealed class PayPalTokenTests : IAsyncLifetime
{
    private const string TokenCall = "POST /v1/oauth2/token";

    private const string RefundCall = "GET /v2/payments/refunds/R";

    private readonly PayPalWorld paypal = new();

    public async Task InitializeAsync()
    {
        await paypal.InitializeAsync();
        paypal.Script.On(RefundCall, ScriptedPayPal.Json(200, """{"id":"R","status":"COMPLETED","amount":{"currency_code":"USD","value":"1.00"}}"""));
    }

    public Task DisposeAsync() => paypal.DisposeAsync();

    [Fact]
    public async Task One_caller_fetches_it_for_all_and_it_is_kept_until_shortly_before_it_expires()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync()));
        paypal.World.Clock.Advance(TimeSpan.FromSeconds(31668 - 61));
        await AskAsync();
        Assert.Single(paypal.Script.CallsOf(TokenCall));

        paypal.World.Clock.Advance(TimeSpan.FromSeconds(2));
        await AskAsync();

        Assert.Equal(2, paypal.Script.CallsOf(TokenCall).Count());
        Assert.StartsWith("Basic ", paypal.Script.CallsOf(TokenCall).First().Authorization);
    }

    [Fact]
    public async Task One_that_PayPal_takes_no_longer_is_renewed_once()
    {
        paypal.Script.On(TokenCall, Token("old"), Token("new"));
        await AskAsync();
        paypal.Script.On(RefundCall, ScriptedPayPal.Json(401, """{"error":"invalid_token"}"""), ScriptedPayPal.Json(200, """{"id":"R","status":"PENDING","amount":{"currency_code":"USD","value":"1.00"}}"""));

        Assert.Equal(GatewayRefundStatus.Pending, (await AskAsync()).Status);

        Assert.Equal(["Bearer old", "Bearer old", "Bearer new"], paypal.Script.CallsOf(RefundCall).Select(call => call.Authorization));
    }

    [Fact]
    public async Task Where_PayPal_does_not_know_us_nothing_else_is_sent()
    {
        paypal.Script.On(TokenCall, ScriptedPayPal.Json(401, """{"error":"invalid_client","error_description":"Client Authentication failed"}"""));

        await Assert.ThrowsAsync<GatewayRejectsUs>(AskAsync);

        Assert.Empty(paypal.Script.CallsOf(RefundCall));
    }

    [Fact]
    public async Task Where_there_is_no_token_to_be_had_nothing_left_us_and_later_it_works()
    {
        paypal.Script.On(TokenCall, ScriptedPayPal.Json(503, ""), ScriptedPayPal.Json(503, ""), ScriptedPayPal.Json(503, ""), ScriptedPayPal.Json(200, "<html>"), Token("good"));

        await Assert.ThrowsAsync<GatewayNotReached>(AskAsync);
        await Assert.ThrowsAsync<GatewayNotReached>(AskAsync);

        Assert.Equal("R", (await AskAsync()).Id);
        Assert.Equal(5, paypal.Script.CallsOf(TokenCall).Count());
    }

    [Fact]
    public async Task What_only_asks_is_sent_three_times_and_what_has_effects_once()
    {
        paypal.Script.On(RefundCall, ScriptedPayPal.Json(502, ""), ScriptedPayPal.Fails(new HttpRequestException(HttpRequestError.ConnectionError, "no")), ScriptedPayPal.Json(200, """{"id":"R","status":"FAILED","amount":{"currency_code":"USD","value":"1.00"}}"""));
        paypal.Script.On("POST /v2/payments/captures/C/refund", ScriptedPayPal.Json(502, ""));

        Assert.Equal(GatewayRefundStatus.Failed, (await AskAsync()).Status);
        await Assert.ThrowsAsync<PayPalUnclear>(() => paypal.Gateway.RefundAsync(new("key", "O", "C", new(100), "USD", "sorry"), CancellationToken.None));

        Assert.Equal(3, paypal.Script.CallsOf(RefundCall).Count());
        Assert.Single(paypal.Script.CallsOf("POST /v2/payments/captures/C/refund"));
    }

    private Task<GatewayRefund> AskAsync() => paypal.Gateway.FindRefundAsync("R", CancellationToken.None);

    private static Func<HttpResponseMessage> Token(string name) => ScriptedPayPal.Json(200, $$"""{"access_token":"{{name}}","expires_in":31668}""");
}
