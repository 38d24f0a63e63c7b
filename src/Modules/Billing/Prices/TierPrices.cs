namespace Cln.Billing;

/// <summary>
/// The prices of one tier over time. A price belongs to whole months: what holds in a month is the latest price whose month isn't after it, so that a month
/// that is charged by the day has one price from its first day to its last.
/// </summary>
internal sealed class TierPrices(IEnumerable<PriceListPrice> known)
{
    private readonly List<PriceListPrice> rows = [.. known.OrderBy(row => row.Since)];

    /// <summary>By price code; what isn't sold in that month isn't there.</summary>
    public IReadOnlyDictionary<string, Money> In(DateOnly month)
    {
        Dictionary<string, Money> prices = new(StringComparer.Ordinal);
        foreach (var row in rows.Where(row => row.Since <= month)) prices[row.PriceCode] = row.Monthly;
        return prices;
    }

    /// <summary>Null when it isn't sold in that month.</summary>
    public Money? Of(string code, DateOnly month) => rows.FindLast(row => row.PriceCode == code && row.Since <= month)?.Monthly;

    /// <summary>What it costs until the month begins.</summary>
    public Money? Before(string code, DateOnly month) => Of(code, month.AddDays(-1));

    /// <summary>What changes in the months after this one, soonest first.</summary>
    public IReadOnlyList<PriceStep> After(DateOnly month) =>
    [
        .. from row in rows
           where row.Since > month && Before(row.PriceCode, row.Since) != row.Monthly
           select new PriceStep(row.Since, row.PriceCode, Before(row.PriceCode, row.Since), row.Monthly),
    ];

    /// <summary>
    /// More than has been told: neither what it costs until then nor what was announced for then. What was announced may so be lowered or withdrawn at any time,
    /// and what is sold for the first time raises nobody's bill.
    /// </summary>
    public bool IsRise(string code, DateOnly month, Money monthly) =>
        Of(code, month) is { } told && monthly > told && !(Before(code, month) is { } before && monthly <= before);

    /// <summary>Lets a price hold from this month on; null withdraws what was to begin with it.</summary>
    /// <returns>The rows that this adds and takes away; a row that is there has changed.</returns>
    public (PriceListPrice? Added, IReadOnlyList<PriceListPrice> Removed) Set(string tierCode, string code, DateOnly month, Money? monthly)
    {
        var before = Before(code, month);
        var wanted = monthly ?? before;
        List<PriceListPrice> removed = [];
        PriceListPrice? added = null;
        var there = rows.Find(row => row.PriceCode == code && row.Since == month);
        if (wanted == before)
        {
            if (there is not null) removed.Add(there);
        }
        else if (there is not null)
        {
            there.Monthly = wanted!.Value;
        }
        else
        {
            added = new() { TierCode = tierCode, PriceCode = code, Since = month, Monthly = wanted!.Value };
        }

        // What was to change to the very same price has nothing left to change.
        if (rows.Find(row => row.PriceCode == code && row.Since > month) is { } next && next.Monthly == wanted) removed.Add(next);
        rows.RemoveAll(removed.Contains);
        if (added is not null) rows.Insert(rows.FindLastIndex(row => row.Since <= month) + 1, added);
        return (added, removed);
    }
}

/// <summary>A price that changes.</summary>
/// <param name="From">The first day of the first month of the new price.</param>
/// <param name="Code">The price code.</param>
/// <param name="Before">What it costs until then; null when it isn't sold before.</param>
/// <param name="Monthly">What it costs from then on.</param>
internal sealed record PriceStep(DateOnly From, string Code, Money? Before, Money Monthly);
