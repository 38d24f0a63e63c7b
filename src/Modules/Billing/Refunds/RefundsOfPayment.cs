using Cln.Data;
using Cln.Graph;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

[Extends<Payment>]
internal static class RefundsOfPayment
{
    /// <summary>What was given back of it, or is to be, oldest first; at most 100.</summary>
    public static IDataLoaderResult<IReadOnlyList<Refund>> Refunds(Payment payment, RefundsByPayment refunds, CancellationToken cancellation) =>
        refunds.Load(payment.Id, found => found ?? [], cancellation);
}

/// <summary>The refunds of many payments in one query.</summary>
internal sealed class RefundsByPayment(ClnDbContext db) : Batch<long, IReadOnlyList<Refund>>
{
    private const int Most = 100;

    protected override async Task<IReadOnlyDictionary<long, IReadOnlyList<Refund>>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation)
    {
        var refunds = await db.Refunds.AsNoTracking().Where(refund => keys.Contains(refund.PaymentId)).OrderBy(refund => refund.Id).ToListAsync(cancellation);
        return refunds.GroupBy(refund => refund.PaymentId).ToDictionary(group => group.Key, group => (IReadOnlyList<Refund>)[.. group.Take(Most)]);
    }
}
