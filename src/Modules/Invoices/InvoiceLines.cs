using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Invoices;

/// <summary>The lines of many documents in one query, each document's in their order.</summary>
internal sealed class InvoiceLines(ClnDbContext db) : Batch<long, IReadOnlyList<InvoiceLine>>
{
    protected override async Task<IReadOnlyDictionary<long, IReadOnlyList<InvoiceLine>>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation)
    {
        var lines = await db.InvoiceLines.AsNoTracking().Where(line => keys.Contains(line.InvoiceId)).OrderBy(line => line.InvoiceId).ThenBy(line => line.Position).ToListAsync(cancellation);
        return lines.GroupBy(line => line.InvoiceId).ToDictionary(group => group.Key, IReadOnlyList<InvoiceLine> (group) => [.. group]);
    }
}
