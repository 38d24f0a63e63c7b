using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Checks that the books are right: after every test, by night, and when somebody asks.</summary>
internal sealed class Invariants(ClnDbContext db)
{
    private const int Named = 20;

    /// <returns>What is violated, with the first rows that violate it; nothing when all is well.</returns>
    public async Task<IReadOnlyList<Violation>> ViolationsAsync(CancellationToken cancellation)
    {
        List<Violation> violations = [];
        foreach (var invariant in Invariant.All)
        {
            var rows = await db.Database.SqlQueryRaw<long>(invariant.Query).Take(Named).ToListAsync(cancellation);
            if (rows.Count > 0) violations.Add(new(invariant.Name, invariant.Meaning, rows));
        }

        var forged = await ForgedAsync(cancellation);
        if (forged.Count > 0) violations.Add(new("I25b", "Every transaction has the hash of what it holds", forged));
        return violations;
    }

    private async Task<List<long>> ForgedAsync(CancellationToken cancellation)
    {
        List<long> forged = [];
        var transactions = db.LedgerTransactions.IgnoreQueryFilters().AsNoTrackingWithIdentityResolution().Include(transaction => transaction.Entries).OrderBy(transaction => transaction.Id);
        await foreach (var transaction in transactions.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (forged.Count < Named && transaction.Hash != LedgerTransaction.HashOf(transaction, transaction.Entries)) forged.Add(transaction.Id);
        }

        return forged;
    }
}

/// <summary>An invariant that doesn't hold.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What should hold.</param>
/// <param name="Rows">The ids of the first rows for which it doesn't.</param>
internal sealed record Violation(string Name, string Meaning, IReadOnlyList<long> Rows)
{
    public override string ToString() => $"{Name}: {Meaning} ({string.Join(", ", Rows)})";
}
