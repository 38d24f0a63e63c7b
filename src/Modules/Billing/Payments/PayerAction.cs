using Cln.Contracts;
using Cln.Graph;

namespace Cln.Billing;

[Extends<Payment>]
internal static class PayerActionOfPayment
{
    /// <summary>What the payer has to do, such as confirming the payment to their bank (3-D Secure); null unless `state` is REQUIRES_ACTION.</summary>
    [Scope(Scopes.BillingWrite)]
    public static PayerAction? PayerAction(Payment payment, PublishableKeys keys) =>
        payment.State == PaymentState.RequiresAction ? new(payment.ApprovalUrl, payment.ClientSecret, payment.ClientSecret is null ? null : keys.Of(payment.Gateway)) : null;
}
