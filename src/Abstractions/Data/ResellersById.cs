using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Data;

/// <summary>Many resellers in one query.</summary>
public sealed class ResellersById(ClnDbContext db) : Batch<long, Reseller>
{
    protected override async Task<IReadOnlyDictionary<long, Reseller>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation) =>
        await db.Resellers.AsNoTracking().Where(reseller => keys.Contains(reseller.Id)).ToDictionaryAsync(reseller => reseller.Id, cancellation);
}
