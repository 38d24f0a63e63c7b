using Cln.Contracts;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>A card or wallet that its payer is about to enter or approve.</summary>
/// <param name="Gateway">The code of the gateway: "stripe", "paypal".</param>
/// <param name="ReturnUrl">Where the gateway's page leads the payer after approving: an absolute http or https address.</param>
/// <param name="CancelUrl">Where the gateway's page leads the payer after giving up.</param>
internal sealed record StartPaymentMethodInput(string Gateway, string ReturnUrl, string CancelUrl);

[Extends<Mutation>]
internal static class StartPaymentMethod
{
    /// <summary>
    /// Begins to keep a card or wallet. Let the payer enter it in the gateway's form, or approve it on `approvalUrl`; then call `addPaymentMethod`
    /// with `id` as the token. What nobody finishes is forgotten; calling this again begins another one.
    /// </summary>
    [Scope(Scopes.BillingWrite), SavesInSteps]
    [Throws<GatewayNotConfigured>, Throws<PaymentMethodRefused>, Throws<GatewayUnavailable>]
    public static Task<StartedPaymentMethod> StartPaymentMethodAsync(StartPaymentMethodInput input, Caller caller, IPayments payments, CancellationToken cancellation) =>
        payments.StartMethodAsync(caller.RequireReseller(), input.Gateway, input.ReturnUrl, input.CancelUrl, cancellation);
}
