using Cln.Graph;

namespace Cln.Billing;

/// <summary>What the payer has to do before a payment can go on. Either there is a page to go to, or the gateway's form asks in the browser.</summary>
/// <param name="ApprovalUrl">The gateway's page to send the payer to; null when its form in the browser asks.</param>
/// <param name="ClientSecret">For the gateway's form in the browser, as Stripe.js takes it: show it to nobody but the payer. Null when there is a page alone.</param>
/// <param name="PublishableKey">The gateway's name for our account, for its form in the browser; null when it has none.</param>
internal sealed record PayerAction(string? ApprovalUrl, string? ClientSecret, string? PublishableKey);

[Extends<Payment>]
internal static class PayerActionOfPayment
{
    /// <summary>What the payer has to do, such as confirming the payment to their bank (3-D Secure); null unless `state` is REQUIRES_ACTION.</summary>
    [Scope(Scopes.BillingWrite)]
    public static PayerAction? PayerAction(Payment payment, PublishableKeys keys) =>
        payment.State == PaymentState.RequiresAction ? new(payment.ApprovalUrl, payment.ClientSecret, payment.ClientSecret is null ? null : keys.Of(payment.Gateway)) : null;
}
