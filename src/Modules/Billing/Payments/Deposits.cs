using System.Security.Cryptography;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Takes first deposits: once for each reseller, whatever the number of calls.</summary>
internal sealed class Deposits(Apart apart, Gateways gateways, PublishableKeys keys, Convergence convergence, BillingSettings settings, ClnDbContext db) : IPayments
{
    public async Task<StartedPaymentMethod> StartMethodAsync(long resellerId, string gateway, string returnUrl, string cancelUrl, CancellationToken cancellation)
    {
        var checkout = new Checkout(WebAddress.Read("returnUrl", returnUrl), WebAddress.Read("cancelUrl", cancelUrl));
        var order = new MethodSetupOrder(RandomNumberGenerator.GetHexString(32, lowercase: true), resellerId, checkout);
        var setup = await gateways.BeginKeepingAsync(gateway, order, cancellation);
        return new(setup.Id, setup.ApprovalUrl, setup.ClientSecret, setup.ClientSecret is null ? null : keys.Of(gateway));
    }

    public async Task<DepositOutcome> TakeDepositAsync(Deposit deposit, CancellationToken cancellation)
    {
        var known = await apart.CommitAsync((DepositRows rows) => rows.FindAsync(deposit, cancellation), cancellation);
        if (known is not null && !GivesWay(known, deposit)) return await OutcomeAsync(known, tried: false, cancellation);

        Autopayment.Check(deposit.Autopayment, deposit.AutopaymentAmount, settings);
        KeptMethod kept;
        try
        {
            kept = await gateways.KeepAsync(deposit.Gateway, new(deposit.ResellerId, deposit.Token), cancellation);
        }
        catch (PaymentMethodRefused refused)
        {
            return new(Paid: false, refused.Message, Tried: true);
        }

        if (known is not null) await convergence.CancelAsync(known.Id, cancellation);
        var staged = await apart.CommitAsync((DepositRows rows) => rows.StageAsync(deposit, kept, cancellation), cancellation);
        CrashPoint.Hit("C2");
        return await OutcomeAsync(staged, tried: true, cancellation);
    }

    public async Task<DepositStanding> FindDepositAsync(long resellerId, CancellationToken cancellation)
    {
        // A registration's token has shown the right to it; its holder isn't signed in.
        var attempt = await db.Payments.OfEveryReseller().AsNoTracking()
            .FirstOrDefaultAsync(p => p.ResellerId == resellerId && p.Purpose == PaymentPurpose.Deposit && (PaymentStates.Open.Contains(p.State) || p.LedgerTransactionId != null), cancellation);
        return new(attempt is not null, attempt is null ? null : PayerActionOfPayment.PayerAction(attempt, keys));
    }

    /// <summary>Who comes with another card or wallet doesn't mean to confirm the first one any more.</summary>
    private static bool GivesWay(Payment known, Deposit deposit) => known.State == PaymentState.RequiresAction && known.IdempotencyKey != deposit.IdempotencyKey;

    private async Task<DepositOutcome> OutcomeAsync(Payment payment, bool tried, CancellationToken cancellation)
    {
        if (payment.State.IsOpen()) await convergence.ConvergeAsync(payment.Id, cancellation);
        var now = await apart.CommitAsync((DepositRows rows) => rows.ReadAsync(payment.Id, cancellation), cancellation);
        return new(now.LedgerTransactionId is not null, EndWithoutMoney(now), tried);
    }

    private static string? EndWithoutMoney(Payment payment) => payment.State switch
    {
        PaymentState.Declined => payment.DeclineReason,
        PaymentState.Expired => "Nobody confirmed it in time.",
        PaymentState.Canceled => "It was called off.",
        _ => null,
    };
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
