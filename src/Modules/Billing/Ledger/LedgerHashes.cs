using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Reckons the ledger's hashes anew: what SQL can't.</summary>
internal sealed class LedgerHashes(ClnDbContext db)
{
    /// <returns>The ids of the transactions that don't hold what they held when they were posted, of all resellers.</returns>
    public async Task<IReadOnlyList<long>> ForgedAsync(CancellationToken cancellation)
    {
        List<long> forged = [];
        var transactions = db.LedgerTransactions.IgnoreQueryFilters().IgnoreAutoIncludes().AsNoTracking()
            .Include(transaction => transaction.Entries).OrderBy(transaction => transaction.Id);
        await foreach (var transaction in transactions.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (transaction.Hash != LedgerTransaction.HashOf(transaction, transaction.Entries)) forged.Add(transaction.Id);
        }

        return forged;
    }
}
