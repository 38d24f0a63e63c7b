using System.Globalization;
using System.Runtime.CompilerServices;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Adds up the days of each month: what is charged is reckoned from their sum.</summary>
internal sealed class UsageDays(ClnDbContext db) : ICheck
{
    public string Name => "L3";

    public string Meaning => "What is charged by is the sum of the days that things ran, and what runs is what the last day says.";

    public async IAsyncEnumerable<string> FindAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var usage in db.UsageMonths.OfEveryReseller().AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var days = usage.Quantities.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
            if (days.Count != usage.DaysInMonth || days.Sum(units => (long)units) != usage.UnitDays || days[^1] != usage.Running)
                yield return $"{usage.ItemKey} in {Days.MonthText(usage.Month)} of reseller {usage.ResellerId.ToString(CultureInfo.InvariantCulture)}";
        }
    }
}
