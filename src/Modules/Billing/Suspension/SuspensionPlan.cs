using Cln.Contracts;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>A licence or server account, as something that can be suspended.</summary>
/// <param name="Key">Its name in the order of suspension, such as "ip/192.0.2.10/KERNELCARE" or "account/IPR-1042-shop".</param>
/// <param name="Title">What you recognise it by.</param>
/// <param name="MonthlyPrice">What it costs for a whole month.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="SuspendedAt">Since when it is suspended; null when it isn't.</param>
internal sealed record SuspensionItem(string Key, string Title, Money MonthlyPrice, DateTimeOffset CreatedAt, DateTimeOffset? SuspendedAt)
{
    internal required Suspendable Thing { get; init; }

    internal required ISuspendables Owner { get; init; }
}

/// <summary>Which of a reseller's things are suspended at a debt, and in which order they come back. The rules are here and nowhere else.</summary>
/// <param name="items">All that the reseller has and that costs something.</param>
/// <param name="first">The keys that go first, in their order.</param>
internal sealed class SuspensionPlan(IReadOnlyList<SuspensionItem> items, IReadOnlyList<string> first)
{
    /// <summary>In the order in which they are suspended: as the reseller said, and then the newest first.</summary>
    public IReadOnlyList<SuspensionItem> InOrder { get; } = Sort(items, first);

    /// <summary>What is suspended, in the order in which it comes back: the last to go is the first to return.</summary>
    public IReadOnlyList<SuspensionItem> Suspended => [.. InOrder.Where(item => item.SuspendedAt is not null).OrderBy(item => item.SuspendedAt).Reverse()];

    /// <summary>
    /// As many more as this balance needs: the first ones, until the monthly prices of all that is suspended reach the debt. Nothing when there
    /// is none, or when what is suspended already reaches it.
    /// </summary>
    public IReadOnlyList<SuspensionItem> Needed(Money balance)
    {
        var uncovered = -balance - Sum(Suspended);
        List<SuspensionItem> needed = [];
        foreach (var item in InOrder.Where(item => item.SuspendedAt is null).TakeWhile(_ => uncovered > Money.Zero))
        {
            needed.Add(item);
            uncovered -= item.MonthlyPrice;
        }

        return needed;
    }

    public static Money Sum(IEnumerable<SuspensionItem> items) => items.Aggregate(Money.Zero, (sum, item) => sum + item.MonthlyPrice);

    private static List<SuspensionItem> Sort(IReadOnlyList<SuspensionItem> items, IReadOnlyList<string> first)
    {
        var places = first.Index().ToDictionary(place => place.Item, place => place.Index, StringComparer.Ordinal);
        return [.. items.OrderBy(item => places.GetValueOrDefault(item.Key, int.MaxValue)).ThenByDescending(item => item.CreatedAt).ThenByDescending(item => item.Thing.Id).ThenBy(item => item.Key, StringComparer.Ordinal)];
    }
}
