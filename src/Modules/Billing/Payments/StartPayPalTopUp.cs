using Cln.Contracts;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>Money to bring in by PayPal.</summary>
/// <param name="Amount">How much: between 10.00 and 50000.00, where the installation doesn't set other limits.</param>
/// <param name="ReturnUrl">Where PayPal leads the payer after approving, with <c>token</c>, the order's id, added: an absolute http or https address.</param>
/// <param name="CancelUrl">Where PayPal leads the payer after giving up.</param>
/// <param name="IdempotencyKey">A name for this top-up: sending it again starts no other.</param>
internal sealed record StartPayPalTopUpInput(Money Amount, string ReturnUrl, string CancelUrl, IdempotencyKey IdempotencyKey);

/// <summary>A PayPal payment that waits for its payer.</summary>
/// <param name="Payment">The payment; its state is REQUIRES_ACTION until the payer has approved it.</param>
/// <param name="ApprovalUrl">The page to send the payer to.</param>
[Payload]
internal sealed record PayPalCheckout(Payment Payment, string ApprovalUrl);

[Extends<Mutation>]
internal static class StartPayPalTopUp
{
    /// <summary>
    /// Begins a top-up by PayPal. Send the payer to `approvalUrl`, and call `confirmPayPalTopUp` when they come back. An order that nobody
    /// approves expires after three hours. Where there is no PayPal but the sandbox, the sandbox's own page takes its place.
    /// </summary>
    [Scope(Scopes.BillingWrite), SavesInSteps, OncePerRequest]
    [Throws<GatewayNotConfigured>, Throws<GatewayUnavailable>, Throws<TokenLimitExceeded>]
    public static async Task<PayPalCheckout> StartPayPalTopUpAsync(
        StartPayPalTopUpInput input, Caller caller, TopUps topUps, Gateways gateways, TimeProvider clock, CancellationToken cancellation)
    {
        var checkout = new Checkout(WebAddress.Read("returnUrl", input.ReturnUrl), WebAddress.Read("cancelUrl", input.CancelUrl));
        var gateway = gateways.PayPal();
        var payment = await topUps.MakeAsync(
            caller.RequireReseller(), input.Amount, input.IdempotencyKey,
            reseller => Task.FromResult(Payment.ByCheckout(reseller, gateway.Code, input.Amount, checkout, input.IdempotencyKey.ToString(), clock.GetUtcNow())),
            cancellation);
        return new(payment, payment.ApprovalUrl ?? throw new GatewayUnavailable(gateway.Code));
    }
}
