using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Payments that a reseller asks for.</summary>
internal sealed class TopUps(ClnDbContext db, BooksLock books, BillingSettings settings, IUnitOfWork unit, Convergence convergence, ITokenLimits limits)
{
    /// <summary>Stores the payment before its gateway hears of it, brings it as far as it comes, and answers it. The same key is the same payment.</summary>
    /// <exception cref="InvalidInput">The amount is out of the limits.</exception>
    public async Task<Payment> MakeAsync(long resellerId, Money amount, IdempotencyKey key, Func<Reseller, Task<Payment>> create, CancellationToken cancellation)
    {
        if (amount < settings.MinimumPayment || amount > settings.MaximumPayment)
            throw new InvalidInput("amount", $"a top-up is between {settings.MinimumPayment} and {settings.MaximumPayment}.");
        var staged = await unit.CommitAsync(() => StageAsync(resellerId, key.ToString(), create, cancellation), cancellation);
        CrashPoint.Hit("C2");
        return await ConvergeAsync(staged.Id, cancellation);
    }

    /// <summary>Brings a payment as far as it comes, and answers it. One whose last word is spoken is answered as it is.</summary>
    public async Task<Payment> ConvergeAsync(long paymentId, CancellationToken cancellation)
    {
        var payment = await ReadAsync(paymentId, cancellation);
        if (!payment.State.IsOpen()) return payment;
        await convergence.ConvergeAsync(paymentId, cancellation);
        return await ReadAsync(paymentId, cancellation);
    }

    /// <summary>Calls a payment off where that is still possible, and answers it.</summary>
    public async Task<Payment> CancelAsync(long paymentId, CancellationToken cancellation)
    {
        var payment = await ReadAsync(paymentId, cancellation);
        if (!payment.State.IsOpen()) return payment;
        await convergence.CancelAsync(paymentId, cancellation);
        return await ReadAsync(paymentId, cancellation);
    }

    public Task<Payment> ReadAsync(long paymentId, CancellationToken cancellation) => db.Payments.AsNoTracking().SingleAsync(payment => payment.Id == paymentId, cancellation);

    private async Task<Payment> StageAsync(long resellerId, string key, Func<Reseller, Task<Payment>> create, CancellationToken cancellation)
    {
        await books.TakeAsync(resellerId, cancellation);
        var known = await db.Payments.FirstOrDefaultAsync(p => p.ResellerId == resellerId && p.Purpose == PaymentPurpose.TopUp && p.IdempotencyKey == key, cancellation);
        if (known is not null) return known;

        var payment = await create(await db.Resellers.SingleAsync(reseller => reseller.Id == resellerId, cancellation));
        if (await limits.TakeAsync(new(payment.Amount), cancellation) is { } spend) payment.Count(spend);
        db.Payments.Add(payment);
        db.Tell(() => new PaymentChanged(resellerId, payment.Id));
        return payment;
    }
}
