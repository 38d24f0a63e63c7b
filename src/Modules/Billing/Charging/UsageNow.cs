using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>What runs this month, as whoever changes something now would find it, for those who only ask what that would cost.</summary>
internal sealed class UsageNow(ClnDbContext db, PriceList prices, TimeProvider clock)
{
    /// <summary>Reads without a lock. A month that has begun and isn't charged yet is reckoned, as <see cref="MonthBegins"/> will charge it.</summary>
    public async Task<(IReadOnlyDictionary<string, UsageMonth> Known, DateOnly Today)> FindAsync(long resellerId, IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var today = clock.Today();
        var books = await db.Books.AsNoTracking().SingleOrDefaultAsync(b => b.ResellerId == resellerId, cancellation);
        var month = books?.ChargedThrough ?? today.FirstOfMonth();
        if (month > today) today = month;

        var found = await db.UsageMonths.AsNoTracking().Where(usage => usage.ResellerId == resellerId && usage.Month == month && keys.Contains(usage.ItemKey)).ToListAsync(cancellation);
        while (month < today.FirstOfMonth() && found.Count > 0)
        {
            month = month.AddMonths(1);
            var monthly = await prices.OfResellerAsync(resellerId, month, cancellation);
            found = [.. found.Where(usage => usage.Running > 0).Select(usage => NextOf(usage, monthly))];
        }

        return (found.ToDictionary(usage => usage.ItemKey, StringComparer.Ordinal), today);
    }

    private static UsageMonth NextOf(UsageMonth usage, IReadOnlyDictionary<string, Money> monthly)
    {
        var (next, change) = usage.Next(monthly.GetValueOrDefault(usage.PriceCode, usage.UnitPrice));
        next.Accept(change);
        return next;
    }
}
