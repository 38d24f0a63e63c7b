using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>The steps of a refund on our side, each in the caller's transaction and behind the lock on the reseller's books.</summary>
internal sealed class RefundRows(ClnDbContext db, Settlement settlement, FollowUps followUps, TimeProvider clock)
{
    /// <summary>Longer than anybody asks a gateway.</summary>
    private static readonly TimeSpan lease = TimeSpan.FromSeconds(30);

    /// <summary>Stores a refund before its gateway hears of it. The same key is the same refund.</summary>
    /// <exception cref="PaymentNotRefundable">No money came in by this payment, or a bank has it.</exception>
    /// <exception cref="RefundTooLarge">The payment has less left.</exception>
    public async Task<Refund> StageAsync(long paymentId, Money? amount, string reason, string idempotencyKey, CancellationToken cancellation)
    {
        var payment = await settlement.LockAsync(paymentId, cancellation);
        var refunds = await db.Refunds.Where(refund => refund.PaymentId == paymentId).ToListAsync(cancellation);
        if (refunds.Find(refund => refund.IdempotencyKey == idempotencyKey) is { } known) return known;
        if (payment.State is not (PaymentState.Posted or PaymentState.PartRefunded or PaymentState.Refunded)) throw new PaymentNotRefundable(payment.State);
        var left = refunds.Where(refund => refund.State != RefundState.Failed).Aggregate(payment.Amount, (rest, refund) => rest - refund.Amount);
        var wanted = amount ?? left;
        if (wanted > left || left.IsZero) throw new RefundTooLarge(left);

        var refund = Refund.Asked(payment, wanted, reason, idempotencyKey, clock.GetUtcNow());
        db.Refunds.Add(refund);
        Tell(payment);
        return refund;
    }

    /// <returns>The refund, which only the caller may ask about for now; null when it is over, or when another asks.</returns>
    public async Task<(Refund Refund, Payment Payment)?> LeaseAsync(long refundId, CancellationToken cancellation)
    {
        var (refund, payment) = await LockAsync(refundId, cancellation);
        return refund.Lease(clock.GetUtcNow(), lease) ? (refund, payment) : null;
    }

    /// <summary>Writes down what the gateway said. Money that left is in the ledger in the same transaction, with its document and its mail.</summary>
    public async Task SettleAsync(long refundId, Reply<RefundWord> reply, int turn, CancellationToken cancellation)
    {
        var (refund, payment) = await LockAsync(refundId, cancellation);
        var word = reply.Kind == ReplyKind.Missing ? new RefundWord(RefundState.Failed, GatewayId: null, "The payment gateway never got it.") : reply.Answer;
        if (word is not null && await ApplyAsync(payment, refund, word, cancellation)) Tell(payment);
        refund.Release(turn, clock.GetUtcNow(), reply.Pause);
    }

    private async Task<bool> ApplyAsync(Payment payment, Refund refund, RefundWord word, CancellationToken cancellation)
    {
        var before = refund.State;
        return await followUps.ApplyAsync(payment, refund, word.State, word.GatewayId, word.FailureReason, cancellation) || before != refund.State;
    }

    private async Task<(Refund Refund, Payment Payment)> LockAsync(long refundId, CancellationToken cancellation)
    {
        var paymentId = await db.Refunds.Where(refund => refund.Id == refundId).Select(refund => refund.PaymentId).SingleAsync(cancellation);
        var payment = await settlement.LockAsync(paymentId, cancellation);
        return (await db.Refunds.SingleAsync(refund => refund.Id == refundId, cancellation), payment);
    }

    private void Tell(Payment payment) => db.Tell(() => new PaymentChanged(payment.ResellerId, payment.Id));
}

/// <summary>What a gateway says of a refund.</summary>
/// <param name="State">How far it has come.</param>
/// <param name="GatewayId">The gateway's name for it; null when it has none.</param>
/// <param name="FailureReason">Why it failed, where it did and the gateway says so.</param>
internal sealed record RefundWord(RefundState State, string? GatewayId, string? FailureReason);

/// <summary>There is no money of this payment to give back: none came in, or a bank holds or has it.</summary>
internal sealed class PaymentNotRefundable(PaymentState state)
    : DomainError("PAYMENT_NOT_REFUNDABLE", $"There is no money of this payment to give back: it is {state}. Only what is on the balance and not disputed can be given back.");

/// <summary>The payment has less left than that.</summary>
internal sealed class RefundTooLarge(Money left) : DomainError("REFUND_TOO_LARGE", $"Of this payment {left} is left to give back.")
{
    /// <summary>How much can still be given back.</summary>
    public Money Left => left;
}
