using System.Globalization;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>
/// Decides whether a balance asks for an autopayment, and stages it. Two that ask at once stage one: the lock orders them, and an index
/// refuses the second.
/// </summary>
internal sealed class AutopaymentGate(ClnDbContext db, BooksLock books, Balances balances, PaymentMethods methods, BillingSettings settings, TimeProvider clock)
{
    /// <summary>How many a day, whatever their end.</summary>
    private const int Most = 3;

    /// <summary>A card that declined is left alone for so long.</summary>
    private static readonly TimeSpan rest = TimeSpan.FromHours(24);

    /// <summary>True when the balance asks for money now.</summary>
    public async Task<bool> IsDueAsync(long resellerId, CancellationToken cancellation) => await DueAsync(resellerId, cancellation) is not null;

    /// <summary>Stages the payment that is due, in the caller's transaction. It is sent after the commit.</summary>
    public async Task StageAsync(long resellerId, CancellationToken cancellation)
    {
        if (await DueAsync(resellerId, cancellation) is null) return;

        // Once more behind the lock: what was read before it may be past.
        await books.TakeAsync(resellerId, cancellation);
        if (await DueAsync(resellerId, cancellation) is not var (amount, version)) return;
        if (await methods.CurrentAsync(resellerId, cancellation) is not { } method || await RestsAsync(method, cancellation)) return;

        var reseller = await db.Resellers.SingleAsync(r => r.Id == resellerId, cancellation);
        var payment = Payment.Of(reseller, PaymentPurpose.Autopayment, amount, method, await CycleAsync(resellerId, version, cancellation), clock.GetUtcNow());
        db.Payments.Add(payment);
        db.Tell(() => new PaymentChanged(resellerId, payment.Id));
    }

    private async Task<(Money Amount, long Version)?> DueAsync(long resellerId, CancellationToken cancellation)
    {
        var balance = await balances.OfAsync(resellerId, cancellation);
        var autopayment = await Autopayment.OfAsync(db, resellerId, cancellation);
        return autopayment.Due(balance.Amount, settings) is { } amount ? (amount, balance.Version) : null;
    }

    private async Task<bool> RestsAsync(PaymentMethod method, CancellationToken cancellation)
    {
        var since = clock.GetUtcNow() - rest;
        var recent = await db.Payments.AsNoTracking()
            .Where(p => p.ResellerId == method.ResellerId && p.Purpose == PaymentPurpose.Autopayment && (p.CreatedAt > since || PaymentStates.Open.Contains(p.State)))
            .ToListAsync(cancellation);
        return recent.Exists(p => p.State.IsOpen()) || recent.Count >= Most || recent.Exists(p => p.State == PaymentState.Declined && p.PaymentMethodId == method.Id);
    }

    /// <summary>Names the payment by the posting that left the balance low, and by how often that was tried: the same try has the same name on every host.</summary>
    private async Task<string> CycleAsync(long resellerId, long version, CancellationToken cancellation)
    {
        var cycle = string.Create(CultureInfo.InvariantCulture, $"balance:{version}:");
        var tries = await db.Payments.CountAsync(
            p => p.ResellerId == resellerId && p.Purpose == PaymentPurpose.Autopayment && p.IdempotencyKey.StartsWith(cycle), cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"{cycle}{tries + 1}");
    }
}
