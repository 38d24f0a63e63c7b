using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Money to give back.</summary>
/// <param name="PaymentId">The payment that brought it in.</param>
/// <param name="Amount">How much: at most what is left of the payment; all of that when left out.</param>
/// <param name="Reason">Why, in 3 to 150 characters. The reseller reads it, and it stays in the audit log.</param>
/// <param name="IdempotencyKey">A name for this refund: sending it again gives nothing more back.</param>
internal sealed record RefundPaymentInput(Id<Payment> PaymentId, string Reason, IdempotencyKey IdempotencyKey, Money? Amount = null);

[Extends<Mutation>]
internal static class RefundPayment
{
    /// <summary>
    /// For operators: gives money of a payment back to the card or wallet that paid. It leaves the balance when the gateway has done it, and may
    /// take it below zero. A refund that the gateway refuses, or of which it hasn't told the end yet, is an answer and no error: look at its `state`.
    /// </summary>
    [Scope(Scopes.Operator), SavesInSteps, OncePerRequest]
    [Throws<NotFound>, Throws<InvalidInput>, Throws<PaymentNotRefundable>, Throws<RefundTooLarge>]
    public static async Task<Refund> RefundPaymentAsync(
        RefundPaymentInput input, IUnitOfWork unit, RefundRows rows, IAudit audit, Refunding refunding, ClnDbContext db, CancellationToken cancellation)
    {
        OperatorReason.Check(input.Reason);
        if (input.Amount is { } wanted && wanted <= Money.Zero) throw new InvalidInput("amount", "is more than 0.00.");
        var payment = await db.Payments.AsNoTracking().FirstOrDefaultAsync(p => p.Id == input.PaymentId.Value, cancellation) ?? throw new NotFound("payment");
        var refund = await unit.CommitAsync(
            async () =>
            {
                var staged = await rows.StageAsync(payment.Id, input.Amount, input.Reason, input.IdempotencyKey.ToString(), cancellation);
                audit.Explain(payment.ResellerId, $"{staged.Amount} {staged.Currency}", input.Reason);
                return staged;
            },
            cancellation);
        await refunding.SendAsync(refund.Id, cancellation);
        return await db.Refunds.AsNoTracking().SingleAsync(r => r.Id == refund.Id, cancellation);
    }
}
