using Cln.Billing;
using Cln.Contracts;
using Cln.Tests.Billing;

namespace Cln.Tests.Gateways;

/// <summary>Wallets that PayPal keeps, and what is charged to them in one step where PayPal doesn't take them any other way.</summary>
public sealed class PayPalVaultTests(PayPalWorld paypal) : IClassFixture<PayPalWorld>
{
    private const string SetupCall = "POST /v3/vault/setup-tokens";

    private const string KeepCall = "POST /v3/vault/payment-tokens";

    [Fact]
    public async Task A_wallet_is_approved_on_PayPals_page_and_kept_by_who_began_it()
    {
        var setup = await BeginAsync("SETUP-1");
        paypal.Script.On(KeepCall, ScriptedPayPal.Json(201, """{"id":"wallet-9","customer":{"id":"c1"},"payment_source":{"paypal":{"email_address":"ada@example.com"}}}"""));

        var kept = await paypal.Gateway.KeepAsync(new(paypal.ResellerId, setup.Id), CancellationToken.None);

        Assert.Equal(new MethodSetup("SETUP-1", "https://www.sandbox.paypal.com/agreements/approve?approval_session_id=SETUP-1", null), setup);
        Assert.Equal(new KeptMethod("wallet-9", "PayPal ada@example.com", null), kept);
        Assert.Equal("SETUP_TOKEN", paypal.Script.CallsOf(KeepCall).Last().Json.GetProperty("payment_source").GetProperty("token").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Anothers_wallet_is_not_kept_and_PayPal_is_not_even_asked()
    {
        var setup = await BeginAsync("SETUP-2");
        var calls = paypal.Script.CallsOf(KeepCall).Count();

        await Assert.ThrowsAsync<PaymentMethodRefused>(() => paypal.Gateway.KeepAsync(new(paypal.ResellerId + 1, setup.Id), CancellationToken.None));
        await Assert.ThrowsAsync<PaymentMethodRefused>(() => paypal.Gateway.KeepAsync(new(paypal.ResellerId, "made-up"), CancellationToken.None));

        Assert.Equal(calls, paypal.Script.CallsOf(KeepCall).Count());
    }

    [Fact]
    public async Task A_wallet_that_nobody_approved_is_refused()
    {
        var setup = await BeginAsync("SETUP-3");
        paypal.Script.On(KeepCall, ScriptedPayPal.Error(422, "UNPROCESSABLE_ENTITY", "TOKEN_NOT_APPROVED"));

        Assert.Contains("TOKEN_NOT_APPROVED", (await Assert.ThrowsAsync<PaymentMethodRefused>(() => paypal.Gateway.KeepAsync(new(paypal.ResellerId, setup.Id), CancellationToken.None))).Message);
    }

    [Fact]
    public async Task Who_began_a_wallet_is_forgotten_after_a_week()
    {
        var setup = await BeginAsync("SETUP-4");
        paypal.Script.On(KeepCall, ScriptedPayPal.Json(201, """{"id":"wallet-4"}"""));
        await paypal.World.RunJobAsync<ForgetPayPalSetups>();
        Assert.Equal("PayPal", (await paypal.Gateway.KeepAsync(new(paypal.ResellerId, setup.Id), CancellationToken.None)).Label);

        paypal.World.Clock.Advance(TimeSpan.FromDays(8));
        await paypal.World.RunJobAsync<ForgetPayPalSetups>();

        await Assert.ThrowsAsync<PaymentMethodRefused>(() => paypal.Gateway.KeepAsync(new(paypal.ResellerId, setup.Id), CancellationToken.None));
    }

    [Theory]
    [InlineData(204)]
    [InlineData(404)]
    public async Task A_wallet_that_is_given_up_or_gone_already_is_no_error(int status)
    {
        paypal.Script.On("DELETE /v3/vault/payment-tokens/wallet-9", ScriptedPayPal.Json(status, ""));
        var before = paypal.Script.CallsOf("DELETE /v3/vault/payment-tokens/wallet-9").Count();

        await paypal.Gateway.ForgetAsync("wallet-9", CancellationToken.None);

        Assert.Equal(before + 1, paypal.Script.CallsOf("DELETE /v3/vault/payment-tokens/wallet-9").Count());
    }

    private Task<MethodSetup> BeginAsync(string id)
    {
        paypal.Script.On(SetupCall, ScriptedPayPal.Json(201, $$"""{"id":"{{id}}","status":"PAYER_ACTION_REQUIRED","links":[{"rel":"approve","href":"https://www.sandbox.paypal.com/agreements/approve?approval_session_id={{id}}"}]}"""));
        return paypal.Gateway.BeginKeepingAsync(new($"key-{id}", paypal.ResellerId, new("https://console.example/back", "https://console.example/gone")), CancellationToken.None);
    }
}
