using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Seals a day in the caller's transaction. A day's seals and its signature are one: of two hosts the second finds the day taken, begins anew, and has nothing to do.</summary>
internal sealed class Sealing(ClnDbContext db, SealKey key)
{
    /// <returns>The day's seal and its text, whoever made it; null while nothing was ever posted, and when a later day is sealed already.</returns>
    public async Task<(SealedDay Day, string Text)?> SealAsync(DateOnly day, CancellationToken cancellation)
    {
        var last = await db.SealedDays.AsNoTracking().OrderByDescending(d => d.Day).Take(2).ToListAsync(cancellation);
        if (last.Count > 0 && last[0].Day > day) return null;

        var previous = last.Find(d => d.Day < day)?.Digest ?? LedgerTransaction.Genesis;
        var latest = await LatestAsync(day, cancellation);
        if (last.Find(d => d.Day == day) is { } known) return (known, SealText.Of(day, previous, latest.Values));

        foreach (var seal in await GrownAsync(day, latest, cancellation))
        {
            db.Seals.Add(seal);
            latest[seal.ResellerId] = seal;
        }

        return latest.Count == 0 ? null : Sign(day, previous, SealText.Of(day, previous, latest.Values));
    }

    private (SealedDay Day, string Text) Sign(DateOnly day, string previous, string text)
    {
        var digest = SealText.DigestOf(text);
        var (publicKey, signature) = key.Sign(digest);
        var signed = new SealedDay { Day = day, Previous = previous, Digest = digest, PublicKey = publicKey, Signature = signature };
        db.SealedDays.Add(signed);
        return (signed, text);
    }

    private async Task<SortedDictionary<long, Seal>> LatestAsync(DateOnly day, CancellationToken cancellation)
    {
        var seals = db.Seals.AsNoTracking();
        return new(await seals.Where(seal => seal.Day <= day && !seals.Any(later => later.ResellerId == seal.ResellerId && later.Day > seal.Day && later.Day <= day))
            .ToDictionaryAsync(seal => seal.ResellerId, cancellation));
    }

    /// <summary>New seals for the chains that are longer than their last one says.</summary>
    private async Task<List<Seal>> GrownAsync(DateOnly day, SortedDictionary<long, Seal> latest, CancellationToken cancellation)
    {
        var transactions = db.LedgerTransactions.AsNoTracking();
        var heads = await transactions
            .Where(t => !transactions.Any(later => later.ResellerId == t.ResellerId && later.ChainSeq == t.ChainSeq + 1))
            .Select(t => new { t.ResellerId, t.ChainSeq, t.Hash }).ToListAsync(cancellation);
        List<Seal> grown = [];
        foreach (var head in heads)
        {
            var (from, before) = latest.TryGetValue(head.ResellerId, out var seal) ? (seal.ChainSeq, seal.Turnover) : (0, 0);
            if (head.ChainSeq <= from) continue;
            var since = await db.LedgerEntries.IgnoreQueryFilters()
                .Where(entry => entry.Transaction.ResellerId == head.ResellerId && entry.Transaction.ChainSeq > from && entry.Transaction.ChainSeq <= head.ChainSeq)
                .SumAsync(entry => Math.Abs(entry.Debit), cancellation);
            grown.Add(new() { ResellerId = head.ResellerId, Day = day, ChainSeq = head.ChainSeq, HeadHash = head.Hash, Turnover = before + since });
        }

        return grown;
    }
}
