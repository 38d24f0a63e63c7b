using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>The steps of a payment on our side, each in the caller's transaction and behind the lock on the reseller's books.</summary>
internal sealed class Settlement(
    ClnDbContext db, BooksLock books, Ledger ledger, Balances balances, PaymentMethods methods, IInvoicing invoicing, TimeProvider clock, ILogger<Settlement> logger)
{
    /// <summary>Longer than anybody asks a gateway.</summary>
    private static readonly TimeSpan lease = TimeSpan.FromSeconds(60);

    /// <returns>The payment, which only the caller may ask about for now; null when it is settled, or when another asks.</returns>
    public async Task<Payment?> LeaseAsync(long paymentId, CancellationToken cancellation)
    {
        var payment = await LockAsync(paymentId, cancellation);
        return payment.Lease(clock.GetUtcNow(), lease) ? payment : null;
    }

    /// <summary>Stores the gateway's name for a payment, before money can move.</summary>
    public async Task<Payment> KnowAsync(long paymentId, string gatewayId, CancellationToken cancellation)
    {
        var payment = await LockAsync(paymentId, cancellation);
        payment.Know(gatewayId);
        return payment;
    }

    /// <summary>Writes down what the gateway said. Money that moved is in the ledger in the same transaction, with its document.</summary>
    public async Task<Payment> SettleAsync(long paymentId, GatewayPayment? answer, CancellationToken cancellation)
    {
        var payment = await LockAsync(paymentId, cancellation);
        if (answer is { Status: GatewayStatus.Succeeded } && (answer.Amount != payment.Amount || answer.Currency != payment.Currency || answer.ChargeId is null))
        {
            await SuspendAsync(payment, answer, cancellation);
            answer = null;
        }

        await BecomeAsync(payment, StateOf(answer), answer, cancellation);
        payment.Release(clock.GetUtcNow());
        return payment;
    }

    public async Task<Payment> AbandonAsync(long paymentId, CancellationToken cancellation)
    {
        var payment = await LockAsync(paymentId, cancellation);
        if (payment.State == PaymentState.Created)
        {
            await BecomeAsync(payment, PaymentState.Canceled, answer: null, cancellation);
            payment.Release(clock.GetUtcNow());
        }

        return payment;
    }

    private async Task<Payment> LockAsync(long paymentId, CancellationToken cancellation)
    {
        var resellerId = await db.Payments.Where(payment => payment.Id == paymentId).Select(payment => payment.ResellerId).SingleAsync(cancellation);
        await books.TakeAsync(resellerId, cancellation);
        return await db.Payments.Include(payment => payment.Method).SingleAsync(payment => payment.Id == paymentId, cancellation);
    }

    private static PaymentState StateOf(GatewayPayment? answer) => answer?.Status switch
    {
        GatewayStatus.AwaitsPayer => PaymentState.RequiresAction,
        GatewayStatus.Processing => PaymentState.Processing,
        GatewayStatus.Succeeded => PaymentState.Posted,
        GatewayStatus.Declined => PaymentState.Declined,
        GatewayStatus.Canceled => PaymentState.Canceled,
        GatewayStatus.Expired => PaymentState.Expired,
        _ => PaymentState.Unknown,
    };

    private async Task BecomeAsync(Payment payment, PaymentState state, GatewayPayment? answer, CancellationToken cancellation)
    {
        if (!payment.Become(state, answer)) return;
        if (state == PaymentState.Posted) await PostAsync(payment, answer!.ChargeId!, cancellation);
        if (payment is { Purpose: PaymentPurpose.Deposit, Method: { } method }) await KeepAsync(method, state, cancellation);
        db.Tell(() => new PaymentChanged(payment.ResellerId, payment.Id));
    }

    private async Task PostAsync(Payment payment, string chargeId, CancellationToken cancellation)
    {
        var transaction = await ledger.PostAsync(Posting.Received(payment, chargeId), cancellation);
        payment.Post(transaction, chargeId);
        var balance = await balances.OfAsync(payment.ResellerId, cancellation);
        await invoicing.PaymentReceivedAsync(new(payment.ResellerId, payment.Description, payment.Amount, balance.Amount, transaction.PostedAt), cancellation);
    }

    /// <summary>The card that paid the deposit is the one to go on with; one that didn't is not kept.</summary>
    private async Task KeepAsync(PaymentMethod method, PaymentState state, CancellationToken cancellation)
    {
        if (state == PaymentState.Posted) await methods.MakeCurrentAsync(method, cancellation);
        else if (!state.IsOpen()) await methods.RemoveAsync(method, cancellation);
    }

    /// <summary>Money came in, but not what was asked for: it is booked where nobody can spend it, and a person has to look.</summary>
    private async Task SuspendAsync(Payment payment, GatewayPayment answer, CancellationToken cancellation)
    {
        logger.LogCritical(
            "Payment {Payment} was to be {Amount} {Currency}; the gateway took {Taken} {TakenCurrency} as {Charge}",
            payment.Id, payment.Amount, payment.Currency, answer.Amount, answer.Currency, answer.ChargeId);
        payment.Review();
        var posting = Posting.Unmatched(payment, answer.ChargeId ?? answer.Id, answer.Amount, answer.Currency);
        if (!await db.LedgerTransactions.AnyAsync(t => t.SourceType == posting.SourceType && t.SourceId == posting.SourceId, cancellation))
            await ledger.PostAsync(posting, cancellation);
    }
}
