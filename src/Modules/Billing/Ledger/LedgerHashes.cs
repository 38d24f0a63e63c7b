using System.Globalization;
using System.Runtime.CompilerServices;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Reckons the ledger's hashes anew: one byte that isn't what was posted, and its transaction is named.</summary>
internal sealed class LedgerHashes(ClnDbContext db) : ICheck
{
    public string Name => "L1";

    public string Meaning => "Every transaction of the ledger, with its entries, holds what it held when it was posted.";

    public async IAsyncEnumerable<string> FindAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var transactions = db.LedgerTransactions.IgnoreQueryFilters().IgnoreAutoIncludes().AsNoTracking()
            .Include(transaction => transaction.Entries).OrderBy(transaction => transaction.Id);
        await foreach (var transaction in transactions.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (transaction.Hash != LedgerTransaction.HashOf(transaction, transaction.Entries)) yield return NameOf(transaction);
        }
    }

    private static string NameOf(LedgerTransaction transaction) => string.Create(
        CultureInfo.InvariantCulture,
        $"transaction {transaction.Id} ({transaction.SourceType}/{transaction.SourceId}), number {transaction.ChainSeq} of reseller {transaction.ResellerId}, " +
        $"with the entries {string.Join(", ", transaction.Entries.Select(entry => entry.Id).Order())}, isn't what was posted");
}
