using Cln.Data;
using Cln.Events;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>
/// Double-entry books. One guarded update moves an account, checks the funds and gives the entry its number, so there is nothing to read
/// first and nothing to lose in between.
/// </summary>
internal sealed class Ledger(ClnDbContext db, BooksLock books, TimeProvider clock)
{
    /// <summary>Writes a fact into the books, in the caller's transaction, and tells the new balance. It stages its rows and never saves.</summary>
    /// <exception cref="InsufficientFunds">The deposit and the posting's credit limit don't cover it. Nothing was changed.</exception>
    public async Task<LedgerTransaction> PostAsync(Posting posting, CancellationToken cancellation)
    {
        RefuseUnbalanced(posting);
        await books.TakeAsync(posting.ResellerId, cancellation);
        var accounts = await AccountsAsync(posting, cancellation);

        // The deposit first: when it refuses, nothing else was touched.
        List<LedgerEntry> entries = [];
        foreach (var leg in posting.Legs.OrderBy(leg => leg.Account == Chart.Deposit ? 0 : accounts[leg.Account]))
            entries.Add(await MoveAsync(posting, leg, accounts[leg.Account], cancellation));

        var transaction = await NextAsync(posting, cancellation);
        transaction.Entries.AddRange(entries);
        transaction.Seal();
        db.LedgerTransactions.Add(transaction);
        TellBalance(transaction, accounts.GetValueOrDefault(Chart.Deposit));
        return transaction;
    }

    private static void RefuseUnbalanced(Posting posting)
    {
        var legs = posting.Legs;
        if (legs.Count < 2 || legs.Sum(leg => leg.Debit) != 0 || legs.Any(leg => leg.Debit == 0) || legs.DistinctBy(leg => leg.Account).Count() != legs.Count)
            throw new InvalidOperationException($"{posting.SourceType}/{posting.SourceId} doesn't balance: {string.Join(", ", legs)}.");
    }

    /// <summary>The ids of the accounts that the posting names, opened where it is the first to need them: the lock on the books is held.</summary>
    private async Task<Dictionary<string, long>> AccountsAsync(Posting posting, CancellationToken cancellation)
    {
        var kinds = posting.Legs.Select(leg => leg.Account).ToList();
        var named = db.Accounts.Where(a => a.ResellerId == posting.ResellerId && a.Currency == posting.Currency && kinds.Contains(a.Kind))
            .Select(a => new { a.Kind, a.Id });
        var known = await named.ToDictionaryAsync(a => a.Kind, a => a.Id, cancellation);
        if (known.Count == kinds.Count) return known;

        foreach (var kind in kinds.Where(kind => !known.ContainsKey(kind)))
        {
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO billing_accounts (reseller_id, kind, currency, balance, last_seq) VALUES ({posting.ResellerId}, {kind}, {posting.Currency}, 0, 0)", cancellation);
        }

        return await named.ToDictionaryAsync(a => a.Kind, a => a.Id, cancellation);
    }

    private async Task<LedgerEntry> MoveAsync(Posting posting, Leg leg, long accountId, CancellationToken cancellation)
    {
        var account = db.Accounts.Where(a => a.Id == accountId);
        var guarded = leg.Account == Chart.Deposit && leg.Debit > 0 && posting.CreditLimit is { } limit
            ? account.Where(a => -(a.Balance + leg.Debit) >= -limit.Cents)
            : account;
        var moved = await guarded.ExecuteUpdateAsync(
            set => set.SetProperty(a => a.Balance, a => a.Balance + leg.Debit).SetProperty(a => a.LastSeq, a => a.LastSeq + 1), cancellation);
        var now = await account.Select(a => new { a.Balance, a.LastSeq }).SingleAsync(cancellation);
        if (moved == 0) throw new InsufficientFunds(new(leg.Debit), Money.Max(Money.Zero, new Money(-now.Balance) + posting.CreditLimit.GetValueOrDefault()));
        return new() { ResellerId = posting.ResellerId, AccountId = accountId, Seq = now.LastSeq, Debit = leg.Debit, BalanceAfter = now.Balance };
    }

    private async Task<LedgerTransaction> NextAsync(Posting posting, CancellationToken cancellation)
    {
        var (seq, hash) = await HeadAsync(posting.ResellerId, cancellation);
        return new()
        {
            ResellerId = posting.ResellerId,
            ChainSeq = seq + 1,
            SourceType = posting.SourceType,
            SourceId = posting.SourceId,
            Description = posting.Description,
            Currency = posting.Currency,
            CreditLimit = posting.CreditLimit,
            ReversesId = posting.ReversesId,
            PostedAt = clock.GetUtcNow(),
            PrevHash = hash,
        };
    }

    /// <summary>The end of the reseller's chain: staged by this unit already, or saved.</summary>
    private async Task<(long Seq, string Hash)> HeadAsync(long resellerId, CancellationToken cancellation)
    {
        var staged = db.ChangeTracker.Entries<LedgerTransaction>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity)
            .Where(t => t.ResellerId == resellerId);
        if (staged.MaxBy(t => t.ChainSeq) is { } last) return (last.ChainSeq, last.Hash);

        var saved = await db.LedgerTransactions.Where(t => t.ResellerId == resellerId).OrderByDescending(t => t.ChainSeq)
            .Select(t => new { t.ChainSeq, t.Hash }).FirstOrDefaultAsync(cancellation);
        return saved is null ? (0, LedgerTransaction.Genesis) : (saved.ChainSeq, saved.Hash);
    }

    private void TellBalance(LedgerTransaction transaction, long depositId)
    {
        if (transaction.Entries.Find(entry => entry.AccountId == depositId) is { } entry)
            db.Tell(() => new BalanceChanged(transaction.ResellerId, entry.Seq, entry.Balance, transaction.Currency, transaction.PostedAt));
    }
}
