using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Takes first deposits: once for each reseller, whatever the number of calls.</summary>
internal sealed class Deposits(Apart apart, Gateways gateways, Convergence convergence, BillingSettings settings) : IPayments
{
    public async Task<DepositOutcome> TakeDepositAsync(Deposit deposit, CancellationToken cancellation)
    {
        var known = await apart.CommitAsync((DepositRows rows) => rows.FindAsync(deposit, cancellation), cancellation);
        if (known is not null) return await OutcomeAsync(known, cancellation);

        Autopayment.Check(deposit.Autopayment, deposit.AutopaymentAmount, settings);
        KeptMethod kept;
        try
        {
            kept = await gateways.KeepAsync(deposit.Gateway, new(deposit.ResellerId, deposit.Token), cancellation);
        }
        catch (PaymentMethodRefused refused)
        {
            return new(Paid: false, refused.Message);
        }

        var staged = await apart.CommitAsync((DepositRows rows) => rows.StageAsync(deposit, kept, cancellation), cancellation);
        CrashPoint.Hit("C2");
        return await OutcomeAsync(staged, cancellation);
    }

    private async Task<DepositOutcome> OutcomeAsync(Payment payment, CancellationToken cancellation)
    {
        if (payment.State.IsOpen()) await convergence.ConvergeAsync(payment.Id, cancellation);
        var now = await apart.CommitAsync((DepositRows rows) => rows.ReadAsync(payment.Id, cancellation), cancellation);
        return new(now.LedgerTransactionId is not null, now.DeclineReason);
    }
}

/// <summary>The rows of a deposit.</summary>
internal sealed class DepositRows(ClnDbContext db, BooksLock books, PaymentMethods methods, TimeProvider clock)
{
    /// <summary>The deposit that was made by this call before, or that is paid or under way; null when there is none.</summary>
    public async Task<Payment?> FindAsync(Deposit deposit, CancellationToken cancellation)
    {
        await books.TakeAsync(deposit.ResellerId, cancellation);
        var deposits = await db.Payments.Where(p => p.ResellerId == deposit.ResellerId && p.Purpose == PaymentPurpose.Deposit).ToListAsync(cancellation);
        return deposits.Find(p => p.State.IsOpen() || p.LedgerTransactionId is not null) ?? deposits.Find(p => p.IdempotencyKey == deposit.IdempotencyKey);
    }

    public async Task<Payment> StageAsync(Deposit deposit, KeptMethod kept, CancellationToken cancellation)
    {
        if (await FindAsync(deposit, cancellation) is { } known) return known;

        var reseller = await db.Resellers.SingleAsync(r => r.Id == deposit.ResellerId, cancellation);
        var method = await methods.AddAsync(reseller.Id, deposit.Gateway, kept, cancellation);
        var payment = Payment.Of(reseller, PaymentPurpose.Deposit, deposit.Amount, method, deposit.IdempotencyKey, clock.GetUtcNow());
        db.Payments.Add(payment);
        (await Autopayment.ForChangeAsync(db, reseller.Id, cancellation)).Choose(deposit.Autopayment, deposit.AutopaymentAmount);
        db.Tell(() => new PaymentChanged(reseller.Id, payment.Id));
        return payment;
    }

    public Task<Payment> ReadAsync(long paymentId, CancellationToken cancellation) => db.Payments.SingleAsync(payment => payment.Id == paymentId, cancellation);
}
