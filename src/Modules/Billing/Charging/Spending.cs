using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>What licences cost in a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Amount">What was charged in it, less what was credited; negative where more was credited.</param>
internal sealed record MonthSpending(DateOnly Month, Money Amount);

[Extends<Query>]
internal static class MonthlyCost
{
    /// <summary>What everything that runs now costs for a whole month, at this month's prices: IP licences, server accounts and backups. What is suspended costs nothing.</summary>
    [Scope(Scopes.BillingRead), Name("monthlyCost")]
    public static async Task<Money> OfWhatRunsAsync(Caller caller, ClnDbContext db, TimeProvider clock, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        var month = await db.Books.Where(books => books.ResellerId == resellerId).Select(books => (DateOnly?)books.ChargedThrough).FirstOrDefaultAsync(cancellation) ?? clock.Today().FirstOfMonth();
        var running = await db.UsageMonths.Where(usage => usage.ResellerId == resellerId && usage.Month == month && usage.Running > 0)
            .GroupBy(usage => usage.UnitPrice).Select(alike => new { Price = alike.Key, Units = alike.Sum(usage => (long)usage.Running) }).ToListAsync(cancellation);
        return running.Aggregate(Money.Zero, (sum, alike) => sum + (alike.Price * alike.Units));
    }
}

[Extends<Query>]
internal static class SpendingByMonth
{
    private const int Most = 24;

    /// <summary>What was charged for licences in each of the last months, less what was credited, oldest first; the last is the present month, so far.</summary>
    /// <param name="months">How many months: 1 to 24.</param>
    [Scope(Scopes.BillingRead), Name("spendingByMonth")]
    public static async Task<IReadOnlyList<MonthSpending>> OfMonthsAsync(Caller caller, ClnDbContext db, TimeProvider clock, CancellationToken cancellation, int months = 6)
    {
        if (months is < 1 or > Most) throw new InvalidInput("months", $"takes 1 to {Most}.");
        var resellerId = caller.RequireReseller();
        var first = clock.Today().FirstOfMonth().AddMonths(1 - months);
        List<MonthSpending> spent = [];
        for (var month = first; spent.Count < months; month = month.AddMonths(1))
        {
            var (from, to) = (Begin(month), Begin(month.AddMonths(1)));
            spent.Add(new(month, new(await db.LedgerEntries
                .Where(entry => entry.ResellerId == resellerId && entry.Transaction.SourceType == Posting.BillingSource && entry.Transaction.PostedAt >= from && entry.Transaction.PostedAt < to)
                .SumAsync(entry => entry.Debit, cancellation))));
        }

        return spent;
    }

    private static DateTimeOffset Begin(DateOnly month) => new(month.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
}
