using Cln.Graph;

namespace Cln.Billing;

/// <summary>What to do with a payment that needs a person.</summary>
/// <param name="PaymentId">Which.</param>
/// <param name="Resolution">What to do with it.</param>
/// <param name="Reason">Why, in 3 to 150 characters. It stays in the audit log.</param>
/// <param name="IdempotencyKey">A name for this decision: sending it again decides nothing more.</param>
internal sealed record ResolvePaymentInput(Id<Payment> PaymentId, PaymentResolution Resolution, string Reason, IdempotencyKey IdempotencyKey);

/// <summary>What can be done with a payment that needs a person.</summary>
internal enum PaymentResolution
{
    /// <summary>Asks the gateway again, and believes what it says if that fits the payment. One that has ended needs nobody any more, unless that shows something new.</summary>
    LookAgain,

    /// <summary>Calls it off with the gateway. One that the gateway has never heard of ends by that, too.</summary>
    Cancel,

    /// <summary>
    /// Puts what the gateway has taken on the balance, though it isn't what was asked for: the payment's amount becomes the gateway's. It must be in
    /// the same currency and of this payment.
    /// </summary>
    Post,
}

[Extends<Mutation>]
internal static class ResolvePayment
{
    /// <summary>For operators: decides about a payment that needs a person (`paymentsToReview`). It answers the payment as it is then.</summary>
    [Scope(Scopes.Operator), SavesInSteps, OncePerRequest]
    [Throws<NotFound>, Throws<InvalidInput>, Throws<PaymentAlreadyPaid>, Throws<PaymentUnderWay>, Throws<PaymentNotPostable>]
    public static Task<Payment> ResolvePaymentAsync(ResolvePaymentInput input, Resolutions resolutions, CancellationToken cancellation)
    {
        OperatorReason.Check(input.Reason);
        return resolutions.ResolveAsync(input, cancellation);
    }
}

/// <summary>The gateway hasn't taken money for this payment that could be put on the balance.</summary>
internal sealed class PaymentNotPostable() : DomainError(
    "PAYMENT_NOT_POSTABLE", "The gateway doesn't say that it has taken money for this payment in its currency. Money of another currency, or of a payment that isn't ours, is given back at the gateway.");
