using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>How far below zero a reseller may buy: nothing, unless its balance is kept up automatically and no money is missing.</summary>
internal sealed class CreditLimit(ClnDbContext db, BillingSettings settings)
{
    public async Task<Money> OfAsync(long resellerId, CancellationToken cancellation)
    {
        var autopayment = await Autopayment.OfAsync(db, resellerId, cancellation);
        var works = autopayment.Type != AutopaymentType.None &&
            await db.PaymentMethods.AnyAsync(method => method.ResellerId == resellerId && method.Standing == MethodStanding.Current, cancellation) &&
            !await db.Shortfalls.AnyAsync(shortfall => shortfall.ResellerId == resellerId && shortfall.EndedAt == null, cancellation);
        return works ? settings.CreditLimit : Money.Zero;
    }
}
