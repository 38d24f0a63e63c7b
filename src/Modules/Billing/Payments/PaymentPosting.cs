using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Brings the money of payments into the ledger; the books must be locked.</summary>
internal sealed class PaymentPosting(ClnDbContext db, Ledger ledger, Balances balances, Reversals reversals, IInvoicing invoicing, ILogger<PaymentPosting> logger)
{
    /// <summary>The gateway's money is on the balance, with its document. What it once was in suspense for is taken back.</summary>
    public async Task PostAsync(Payment payment, string chargeId, CancellationToken cancellation)
    {
        await reversals.TakeBackAsync(Posting.SuspenseSource, $"{payment.Gateway}:{chargeId}", $"Matches payment {payment.Id}", cancellation);
        var transaction = await ledger.PostAsync(Posting.Received(payment, chargeId), cancellation);
        payment.Post(transaction, chargeId);
        var balance = await balances.OfAsync(payment.ResellerId, cancellation);
        await invoicing.PaymentReceivedAsync(new(payment.ResellerId, payment.Description, payment.Amount, balance.Amount, transaction.PostedAt), cancellation);
        CrashPoint.Hit("C8");
    }

    /// <summary>False, and a person has to look, when the gateway's word names no money, or money that another payment was posted for.</summary>
    public async Task<bool> MayPostAsync(Payment payment, GatewayPayment answer, CancellationToken cancellation)
    {
        if (payment.IsPosted) return true;
        if (answer.ChargeId is { } charge && !await IsPostedAsync(Posting.Received(payment, charge), cancellation)) return true;
        var why = answer.ChargeId is null ? "the gateway took the money and names no charge" : $"the gateway's charge {answer.ChargeId} is another payment's";
        logger.LogCritical("Payment {Payment} can't be posted: {Why}", payment.Id, why);
        payment.Review(why);
        return false;
    }

    /// <summary>Money came in, but not what was asked for: it is booked where nobody can spend it, and a person has to look.</summary>
    public async Task SuspendAsync(Payment payment, GatewayPayment answer, string why, CancellationToken cancellation)
    {
        if (!payment.NeedsReview)
            logger.LogCritical("The gateway {Gateway} tells of payment {Payment} what doesn't match it: {Why} ({Status}, charge {Charge})", payment.Gateway, payment.Id, why, answer.Status, answer.ChargeId);
        payment.Review(why);
        if (answer.Status != GatewayStatus.Succeeded || answer.Amount <= Money.Zero) return;
        var posting = Posting.Unmatched(payment, answer.ChargeId ?? answer.Id, answer.Amount, answer.Currency);
        var known = Posting.Received(payment, answer.ChargeId ?? answer.Id);
        if (!await IsPostedAsync(posting, cancellation) && !await IsPostedAsync(known, cancellation)) await ledger.PostAsync(posting, cancellation);
    }

    /// <summary>The gateway has given all of it back.</summary>
    public static bool IsGivenBack(GatewayPayment answer) =>
        answer is { Status: GatewayStatus.Succeeded, Refunds.Count: > 0 } && answer.Refunds.Where(refund => refund.Status == GatewayRefundStatus.Succeeded && refund.Currency == answer.Currency)
            .Aggregate(Money.Zero, (sum, refund) => sum + refund.Amount) == answer.Amount;

    /// <summary>Money that was in suspense has left the gateway again.</summary>
    public Task ReleaseAsync(Payment payment, GatewayPayment answer, CancellationToken cancellation) =>
        reversals.TakeBackAsync(Posting.SuspenseSource, $"{payment.Gateway}:{answer.ChargeId ?? answer.Id}", "Given back at the payment gateway", cancellation);

    public Task<bool> IsPostedAsync(Posting posting, CancellationToken cancellation) =>
        db.LedgerTransactions.OfEveryReseller().AnyAsync(t => t.SourceType == posting.SourceType && t.SourceId == posting.SourceId, cancellation);
}
