using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>All books together, as accountants look at them first: what is on every kind of account, and that it adds up to nothing.</summary>
/// <param name="AsOf">When that was so.</param>
/// <param name="Accounts">The accounts of all resellers by kind and currency: at most a few dozen.</param>
internal sealed record TrialBalance(DateTimeOffset AsOf, IReadOnlyList<TrialBalanceAccount> Accounts)
{
    /// <summary>The sum over each currency's debits less its credits, all currencies together: "0.00", or money was made or lost.</summary>
    public Money Difference => Accounts.GroupBy(account => account.Currency).Aggregate(Money.Zero, (sum, currency) =>
    {
        var difference = currency.Aggregate(Money.Zero, (left, account) => left + account.Debit - account.Credit);
        return sum + (difference.IsNegative ? -difference : difference);
    });
}

/// <summary>The accounts of one kind in one currency.</summary>
/// <param name="Kind">Such as RESELLER_DEPOSIT, what we owe to resellers, or STRIPE_CLEARING, what a gateway owes to us.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Accounts">How many resellers have one.</param>
/// <param name="Debit">The sum of the balances that are debits.</param>
/// <param name="Credit">The sum of the balances that are credits, as a positive amount.</param>
internal sealed record TrialBalanceAccount(string Kind, string Currency, int Accounts, Money Debit, Money Credit);

[Extends<Query>]
internal static class TrialBalanceField
{
    /// <summary>All books together: what is on every kind of account, and that it adds up to nothing.</summary>
    [Scope(Scopes.Operator)]
    public static async Task<TrialBalance> TrialBalanceAsync(ClnDbContext db, TimeProvider clock, CancellationToken cancellation)
    {
        var kinds = await db.Accounts.AsNoTracking().GroupBy(account => new { account.Kind, account.Currency })
            .Select(kind => new
            {
                kind.Key.Kind,
                kind.Key.Currency,
                Accounts = kind.Count(),
                Debit = kind.Sum(account => account.Balance > 0 ? account.Balance : 0),
                Credit = kind.Sum(account => account.Balance < 0 ? -account.Balance : 0),
            })
            .OrderBy(kind => kind.Currency).ThenBy(kind => kind.Kind).ToListAsync(cancellation);
        return new(clock.GetUtcNow(), [.. kinds.Select(kind => new TrialBalanceAccount(kind.Kind, kind.Currency, kind.Accounts, new(kind.Debit), new(kind.Credit)))]);
    }
}
