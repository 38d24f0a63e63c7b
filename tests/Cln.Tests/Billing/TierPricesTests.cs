using Cln.Billing;

namespace Cln.Tests.Billing;

public sealed class TierPricesTests
{
    private const string Code = "KERNELCARE";

    private static readonly DateOnly now = new(2026, 12, 1);

    private static readonly DateOnly[] months = [.. Enumerable.Range(0, 12).Select(now.AddMonths)];

    /// <summary>Thousands of announcements, changed and withdrawn, of which those that raise a price are only let through for the months that can still be told.</summary>
    [Fact]
    public void What_is_set_holds_until_the_next_step_and_no_month_gets_dearer_than_it_was_told_and_the_one_before()
    {
        var random = new Random(20261201);
        List<PriceListPrice> stored = [Row(DateOnly.MinValue, 10)];
        var prices = new TierPrices(stored);
        for (var turn = 0; turn < 5_000; turn++)
        {
            var at = random.Next(1, 12);
            Money? wanted = random.Next(4) == 0 ? null : new Money(random.Next(8, 13));
            if (at < 4 && wanted is { } monthly && prices.IsRise(Code, months[at], monthly)) continue;

            var before = Prices(prices);
            var next = prices.After(months[at]).Select(step => (DateOnly?)step.From).FirstOrDefault() ?? DateOnly.MaxValue;
            var (added, removed) = prices.Set("silver", Code, months[at], wanted);
            stored.RemoveAll(removed.Contains);
            if (added is not null) stored.Add(added);

            var after = Prices(prices);
            for (var month = 0; month < months.Length; month++)
            {
                var isMeant = month >= at && months[month] < next;
                Assert.Equal(isMeant ? wanted ?? before[at - 1] : before[month], after[month]);
                if (month is > 0 and < 4) Assert.True(after[month] <= before[month] || after[month] <= after[month - 1], $"Turn {turn}: {after[month]} in {months[month]}.");
            }

            Assert.Equal(after, Prices(new TierPrices(stored)));
            Assert.Equal(stored.Count, prices.After(now).Count + 1);
            Assert.All(prices.After(now), step => Assert.Equal(after[Array.IndexOf(months, step.From)], step.Monthly));
        }
    }

    [Fact]
    public void A_price_from_a_month_to_come_is_none_before()
    {
        var prices = new TierPrices([Row(months[3], 5)]);

        Assert.Null(prices.Of(Code, months[2]));
        Assert.Empty(prices.In(months[2]));
        Assert.Equal(new Money(5), prices.In(months[3])[Code]);
        Assert.Equal(new PriceStep(months[3], Code, Before: null, new(5)), Assert.Single(prices.After(now)));
        Assert.False(prices.IsRise(Code, months[1], new(7)));
        Assert.True(prices.IsRise(Code, months[3], new(7)));
        Assert.Single(prices.Set("silver", Code, months[3], null).Removed);
        Assert.Empty(prices.After(now));
    }

    private static Money[] Prices(TierPrices prices) => [.. months.Select(month => prices.Of(Code, month)!.Value)];

    private static PriceListPrice Row(DateOnly since, long cents) => new() { TierCode = "silver", PriceCode = Code, Since = since, Monthly = new(cents) };
}
