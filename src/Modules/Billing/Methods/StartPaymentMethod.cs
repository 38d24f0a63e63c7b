using System.Security.Cryptography;
using Cln.Contracts;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>A card or wallet that its payer is about to enter or approve.</summary>
/// <param name="Gateway">The code of the gateway: "stripe", "paypal".</param>
/// <param name="ReturnUrl">Where the gateway's page leads the payer after approving: an absolute http or https address.</param>
/// <param name="CancelUrl">Where the gateway's page leads the payer after giving up.</param>
internal sealed record StartPaymentMethodInput(string Gateway, string ReturnUrl, string CancelUrl);

/// <summary>A card or wallet on its way to be kept. Either there is a page to go to, or the gateway's form in the browser takes it.</summary>
/// <param name="Id">The gateway's name for it: once its payer is done, the `token` for `addPaymentMethod`.</param>
/// <param name="ApprovalUrl">The page to send the payer to; null when the gateway's form in the browser takes the card.</param>
/// <param name="ClientSecret">For the gateway's form in the browser, as Stripe.js takes it: show it to nobody but the payer. Null when there is a page.</param>
/// <param name="PublishableKey">The gateway's name for our account, for its form in the browser; null when there is a page.</param>
[Payload]
internal sealed record StartedPaymentMethod(string Id, string? ApprovalUrl, string? ClientSecret, string? PublishableKey);

[Extends<Mutation>]
internal static class StartPaymentMethod
{
    /// <summary>
    /// Begins to keep a card or wallet. Let the payer enter it in the gateway's form, or approve it on `approvalUrl`; then call `addPaymentMethod`
    /// with `id` as the token. What nobody finishes is forgotten; calling this again begins another one.
    /// </summary>
    [Scope(Scopes.BillingWrite), SavesInSteps]
    [Throws<GatewayNotConfigured>, Throws<PaymentMethodRefused>, Throws<GatewayUnavailable>]
    public static async Task<StartedPaymentMethod> StartPaymentMethodAsync(
        StartPaymentMethodInput input, Caller caller, Gateways gateways, PublishableKeys keys, CancellationToken cancellation)
    {
        var checkout = new Checkout(WebAddress.Read("returnUrl", input.ReturnUrl), WebAddress.Read("cancelUrl", input.CancelUrl));
        var order = new MethodSetupOrder(RandomNumberGenerator.GetHexString(32, lowercase: true), caller.RequireReseller(), checkout);
        var setup = await gateways.BeginKeepingAsync(input.Gateway, order, cancellation);
        return new(setup.Id, setup.ApprovalUrl, setup.ClientSecret, setup.ClientSecret is null ? null : keys.Of(input.Gateway));
    }
}
