using Cln.Billing;
using Cln.Contracts;

namespace Cln.Tests.Billing;

/// <summary>Which things a debt suspends, without a host.</summary>
public sealed class SuspensionPlanTests
{
    private static readonly DateTimeOffset start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0.00", "")]
    [InlineData("10.00", "")]
    [InlineData("-0.01", "d")]
    [InlineData("-4.00", "d")]
    [InlineData("-4.01", "d c")]
    [InlineData("-20.00", "d c b a")]
    [InlineData("-1000.00", "d c b a")]
    public void As_many_as_the_debt_needs_the_newest_first(string balance, string needed) => Assert.Equal(needed, Keys(Plan().Needed(Money.Parse(balance))));

    [Fact]
    public void What_the_reseller_names_goes_first_in_its_order()
    {
        Assert.Equal("b d c a", Keys(Plan(first: ["b"]).InOrder));
        Assert.Equal("a c d b", Keys(Plan(first: ["a", "gone", "c"]).InOrder));
    }

    [Fact]
    public void What_is_suspended_already_counts_and_is_not_named_again()
    {
        var plan = Plan(suspended: [("d", 1), ("c", 1)]);

        Assert.Equal("", Keys(plan.Needed(new(-8_00))));
        Assert.Equal("b", Keys(plan.Needed(new(-8_01))));
    }

    [Fact]
    public void The_last_to_go_is_the_first_to_return() =>
        Assert.Equal("a b c d", Keys(Plan(suspended: [("d", 1), ("c", 1), ("b", 2), ("a", 2)]).Suspended));

    [Fact]
    public void Whatever_there_is_no_more_is_suspended_than_needed_and_enough_where_there_is_enough()
    {
        var random = new Random(5);
        for (var round = 0; round < 2_000; round++)
        {
            List<SuspensionItem> items = [.. Enumerable.Range(0, random.Next(12)).Select(number => Item($"i{number}", start.AddHours(random.Next(50)), new(random.Next(1, 3_000)), random.Next(4) == 0 ? start.AddDays(60) : null))];
            var plan = new SuspensionPlan(items, [.. items.Where(_ => random.Next(3) == 0).Select(item => item.Key)]);
            var debt = new Money(random.Next(0, 20_000));

            var needed = plan.Needed(-debt);

            var covered = SuspensionPlan.Sum(plan.Suspended) + SuspensionPlan.Sum(needed);
            Assert.True(covered >= debt || needed.Count + plan.Suspended.Count == items.Count, $"round {round}");
            Assert.True(needed.Count == 0 || covered - needed[^1].MonthlyPrice < debt, $"round {round}");
            Assert.Equal(plan.InOrder.Where(item => item.SuspendedAt is null).Take(needed.Count), needed);
        }
    }

    /// <summary>Four things of 4.00 a month, the oldest first.</summary>
    private static SuspensionPlan Plan(IReadOnlyList<string>? first = null, params (string Key, int Day)[] suspended) => new(
        [.. new[] { "a", "b", "c", "d" }.Index().Select(item => Item(item.Item, start.AddDays(item.Index), new(4_00), suspended.Where(one => one.Key == item.Item).Select(one => (DateTimeOffset?)start.AddDays(30 + one.Day)).FirstOrDefault()))],
        first ?? []);

    private static SuspensionItem Item(string key, DateTimeOffset created, Money price, DateTimeOffset? suspended) => new(key, key, price, created, suspended)
    {
        Thing = new(1, key, new(1, key, "CODE", key, 1), created, suspended),
        Owner = null!,
    };

    private static string Keys(IEnumerable<SuspensionItem> items) => string.Join(' ', items.Select(item => item.Key));
}
