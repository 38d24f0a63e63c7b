using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>What follows a posted payment: money given back and money disputed, each its own transaction in the ledger; the books must be locked.</summary>
internal sealed class FollowUps(
    ClnDbContext db, Ledger ledger, Reversals reversals, Balances balances, IInvoicing invoicing, PaymentLetters letters, TimeProvider clock, ILogger<FollowUps> logger)
{
    /// <summary>Writes down what the gateway tells of refunds and disputes of a payment. True when any of it was news.</summary>
    public async Task<bool> ApplyAsync(Payment payment, GatewayPayment seen, CancellationToken cancellation)
    {
        foreach (var refund in seen.Refunds) await ApplyAsync(payment, refund, cancellation);
        if (seen.Dispute is { } dispute) await ApplyAsync(payment, dispute, cancellation);
        return await FollowAsync(payment, cancellation);
    }

    /// <summary>Writes down how a refund stands that we know of.</summary>
    public async Task<bool> ApplyAsync(Payment payment, Refund refund, RefundState state, string? gatewayId, string? failureReason, CancellationToken cancellation)
    {
        var before = refund.State;
        var failed = before == RefundState.Succeeded && state == RefundState.Failed;
        var returned = before == RefundState.Failed && state == RefundState.Succeeded;
        if (state == RefundState.Succeeded && await IsTooMuchAsync(payment, refund, cancellation)) return false;
        if (returned && await WasPostedAsync(payment, refund, gatewayId, cancellation)) return false;
        if (!refund.Become(state, gatewayId, failureReason)) return false;
        if (state == RefundState.Succeeded) await GivenBackAsync(payment, refund, cancellation);
        if (failed) await CameBackAsync(payment, refund, cancellation);
        return await FollowAsync(payment, cancellation);
    }

    private async Task ApplyAsync(Payment payment, GatewayRefund seen, CancellationToken cancellation)
    {
        var known = (await RefundsAsync(payment, cancellation)).Find(refund => refund.GatewayId == seen.Id || (refund.GatewayId is null && refund.GatewayKey == seen.Key));
        if (seen.Currency != payment.Currency || seen.Amount <= Money.Zero || (known is not null && known.Amount != seen.Amount))
        {
            Alert(payment, $"the gateway's refund {seen.Id} of {seen.Amount} {seen.Currency} doesn't match");
            return;
        }

        var refund = known ?? db.Refunds.Add(Refund.Seen(payment, seen, clock.GetUtcNow())).Entity;
        await ApplyAsync(payment, refund, StateOf(seen.Status), seen.Id, failureReason: null, cancellation);
    }

    private async Task GivenBackAsync(Payment payment, Refund refund, CancellationToken cancellation)
    {
        var transaction = await ledger.PostAsync(Posting.GivenBack(payment, refund), cancellation);
        refund.Post(transaction);
        var balance = await balances.OfAsync(payment.ResellerId, cancellation);
        await invoicing.RefundedAsync(new(payment.ResellerId, transaction.Description, refund.Amount, balance.Amount, transaction.PostedAt), cancellation);
        await letters.RefundedAsync(payment, refund, balance.Amount, cancellation);
    }

    /// <summary>A refund that had succeeded came back: the bank didn't take it.</summary>
    private async Task CameBackAsync(Payment payment, Refund refund, CancellationToken cancellation)
    {
        var title = $"Refund returned: {payment.Description}";
        var back = await reversals.TakeBackAsync(Posting.RefundSource, $"{payment.Gateway}:{refund.GatewayId}", title, cancellation);
        refund.Unpost();
        var balance = await balances.OfAsync(payment.ResellerId, cancellation);
        await invoicing.PaymentReceivedAsync(new(payment.ResellerId, title, refund.Amount, balance.Amount, back!.PostedAt), cancellation);
        await letters.RefundReturnedAsync(payment, refund, balance.Amount, cancellation);
    }

    private async Task ApplyAsync(Payment payment, GatewayDispute seen, CancellationToken cancellation)
    {
        var known = (await DisputesAsync(payment, cancellation)).Find(dispute => dispute.GatewayId == seen.Id);
        if (seen.Currency != payment.Currency || seen.Amount <= Money.Zero || (known is not null && known.Amount != seen.Amount))
        {
            Alert(payment, $"the gateway's dispute {seen.Id} over {seen.Amount} {seen.Currency} doesn't match");
            return;
        }

        var dispute = known ?? await OpenAsync(payment, seen, cancellation);
        if (dispute.Decide(seen.Status, clock.GetUtcNow())) await CloseAsync(payment, dispute, cancellation);
        else if (dispute.Status != seen.Status) Alert(payment, $"the dispute {seen.Id} was decided, and the gateway says now that it is {seen.Status}");
    }

    private async Task<Dispute> OpenAsync(Payment payment, GatewayDispute seen, CancellationToken cancellation)
    {
        var dispute = db.Disputes.Add(Dispute.Of(payment, seen, clock.GetUtcNow())).Entity;
        await ledger.PostAsync(Posting.DisputeOpened(payment, dispute), cancellation);
        await letters.DisputedAsync(payment, dispute, cancellation);
        return dispute;
    }

    private async Task CloseAsync(Payment payment, Dispute dispute, CancellationToken cancellation)
    {
        if (dispute.Status == GatewayDisputeStatus.Won)
        {
            await ledger.PostAsync(Posting.DisputeWon(payment, dispute), cancellation);
            await letters.DisputeWonAsync(payment, dispute, cancellation);
            return;
        }

        var transaction = await ledger.PostAsync(Posting.DisputeLost(payment, dispute), cancellation);
        var balance = await balances.OfAsync(payment.ResellerId, cancellation);
        await invoicing.RefundedAsync(new(payment.ResellerId, transaction.Description, dispute.Amount, balance.Amount, transaction.PostedAt), cancellation);
        await letters.DisputeLostAsync(payment, dispute, balance.Amount, cancellation);
    }

    private async Task<bool> FollowAsync(Payment payment, CancellationToken cancellation)
    {
        var refunded = (await RefundsAsync(payment, cancellation)).Where(refund => refund.State == RefundState.Succeeded).Aggregate(Money.Zero, (sum, refund) => sum + refund.Amount);
        var disputes = await DisputesAsync(payment, cancellation);
        return payment.Follow(
            refunded, disputes.Exists(dispute => dispute.Status == GatewayDisputeStatus.Open), disputes.Exists(dispute => dispute.Status == GatewayDisputeStatus.Lost));
    }

    private async Task<bool> IsTooMuchAsync(Payment payment, Refund refund, CancellationToken cancellation)
    {
        var others = (await RefundsAsync(payment, cancellation)).Where(other => other != refund && other.State == RefundState.Succeeded).Aggregate(Money.Zero, (sum, other) => sum + other.Amount);
        if (others + refund.Amount <= payment.Amount) return false;
        Alert(payment, $"the gateway has given back more than it took: {others} and {refund.Amount}");
        return true;
    }

    /// <summary>What was posted and taken back once can't be posted again under its name.</summary>
    private async Task<bool> WasPostedAsync(Payment payment, Refund refund, string? gatewayId, CancellationToken cancellation)
    {
        var name = $"{payment.Gateway}:{refund.GatewayId ?? gatewayId}";
        return await db.LedgerTransactions.AnyAsync(t => t.SourceType == Posting.RefundSource && t.SourceId == name, cancellation);
    }

    private void Alert(Payment payment, string why)
    {
        if (payment.ReviewReason == why) return;
        logger.LogCritical("A person has to look at payment {Payment}: {Why}", payment.Id, why);
        payment.Review(why);
    }

    /// <summary>Those of the database and those that this unit adds.</summary>
    private async Task<List<Refund>> RefundsAsync(Payment payment, CancellationToken cancellation)
    {
        await db.Refunds.Where(refund => refund.PaymentId == payment.Id).LoadAsync(cancellation);
        return [.. db.Refunds.Local.Where(refund => refund.PaymentId == payment.Id)];
    }

    private async Task<List<Dispute>> DisputesAsync(Payment payment, CancellationToken cancellation)
    {
        await db.Disputes.Where(dispute => dispute.PaymentId == payment.Id).LoadAsync(cancellation);
        return [.. db.Disputes.Local.Where(dispute => dispute.PaymentId == payment.Id)];
    }

    private static RefundState StateOf(GatewayRefundStatus status) => status switch
    {
        GatewayRefundStatus.Succeeded => RefundState.Succeeded,
        GatewayRefundStatus.Failed => RefundState.Failed,
        _ => RefundState.Pending,
    };
}
