using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Many payments in one query.</summary>
internal sealed class PaymentsById(ClnDbContext db) : Batch<long, Payment>
{
    protected override async Task<IReadOnlyDictionary<long, Payment>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation) =>
        await db.Payments.AsNoTracking().Where(payment => keys.Contains(payment.Id)).ToDictionaryAsync(payment => payment.Id, cancellation);
}
