using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Takes transactions of the ledger back, by others that are their exact opposite; the books must be locked.</summary>
internal sealed class Reversals(ClnDbContext db, Ledger ledger)
{
    /// <summary>Takes a fact back; null when it isn't in the ledger, or was taken back before.</summary>
    /// <param name="sourceType">With <paramref name="sourceId"/> the fact's natural key.</param>
    /// <param name="sourceId">The other half.</param>
    /// <param name="description">What the reseller reads, at most 200 characters.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<LedgerTransaction?> TakeBackAsync(string sourceType, string sourceId, string description, CancellationToken cancellation)
    {
        var taken = await db.LedgerTransactions.IgnoreQueryFilters().IgnoreAutoIncludes().AsNoTracking().Include(t => t.Entries).ThenInclude(entry => entry.Account)
            .FirstOrDefaultAsync(t => t.SourceType == sourceType && t.SourceId == sourceId, cancellation);
        if (taken is null || await db.LedgerTransactions.IgnoreQueryFilters().AnyAsync(t => t.ReversesId == taken.Id, cancellation)) return null;
        return await ledger.PostAsync(Posting.Reversal(taken, description), cancellation);
    }
}
