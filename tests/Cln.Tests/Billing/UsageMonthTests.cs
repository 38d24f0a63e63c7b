using Cln.Billing;
using Cln.Contracts;
using CsCheck;

namespace Cln.Tests.Billing;

public sealed class UsageMonthTests
{
    private static readonly Gen<DateOnly> months = Gen.Select(Gen.Int[2024, 2032], Gen.Int[1, 12]).Select((year, month) => new DateOnly(year, month, 1));
    private static readonly Gen<Money> prices = Gen.Long[0, 100_000].Select(cents => new Money(cents));

    [Fact]
    public void Adding_charges_the_days_left_today_included()
    {
        var december = Month(new(2026, 12, 1), price: 12_00);

        Assert.Equal(new Money(8_52), Set(december, quantity: 1, day: 10)); // 22 of 31 days
    }

    [Fact]
    public void Removing_credits_the_whole_days_after_today()
    {
        var december = Month(new(2026, 12, 1), price: 12_00);
        Set(december, quantity: 1, day: 1);

        Assert.Equal(new Money(-8_13), Set(december, quantity: 0, day: 10)); // 21 of 31 days
        Assert.Equal(new Money(3_87), december.Charged);
    }

    [Fact]
    public void Removed_and_added_again_on_one_day_is_not_charged_twice_for_it()
    {
        var november = Month(new(2026, 11, 1), price: 10_00);
        Set(november, quantity: 1, day: 1);
        var credit = Set(november, quantity: 0, day: 24);

        Assert.Equal(-credit, Set(november, quantity: 1, day: 24));
        Assert.Equal(new Money(10_00), november.Charged);
    }

    [Fact]
    public void Removing_on_the_last_day_credits_nothing()
    {
        var november = Month(new(2026, 11, 1), price: 10_00);
        Set(november, quantity: 1, day: 1);

        Assert.Equal(Money.Zero, Set(november, quantity: 0, day: 30));
        Assert.Equal(0, november.Running);
    }

    [Fact]
    public void What_runs_at_the_end_of_a_month_is_charged_whole_for_the_next()
    {
        var january = Month(new(2028, 1, 1), price: 2_95);
        Set(january, quantity: 3, day: 31);

        var (february, change) = january.Next(new(3_10));

        Assert.Equal((new DateOnly(2028, 2, 1), new Money(3_10), new Money(9_30)), (february.Month, february.UnitPrice, change.Due));
        Assert.Equal(29, february.DaysInMonth);
    }

    [Fact]
    public void A_full_month_costs_exactly_the_price() =>
        Gen.Select(months, prices, Gen.Int[0, 500]).Sample((month, price, quantity) =>
        {
            var usage = Month(month, price.Cents);
            Set(usage, quantity, day: 1);
            Assert.Equal(price * quantity, usage.Charged);
        });

    [Fact]
    public void Whatever_the_order_of_changes_the_sum_is_the_price_of_the_days_that_ran_rounded_once() =>
        Gen.Select(months, prices, Gen.Select(Gen.Int[1, 31], Gen.Int[0, 5]).Array[0, 40]).Sample((month, price, changes) =>
        {
            var usage = Month(month, price.Cents);
            var posted = Money.Zero;
            var running = 0;
            var live = new int[month.DaysInMonth()];
            foreach (var (day, quantity) in changes.Where(change => change.Item1 <= live.Length).OrderBy(change => change.Item1))
            {
                posted += Set(usage, quantity, day);

                // A day is paid for the most that ran on it; what comes after it is what was decided last.
                running = quantity;
                live[day - 1] = Math.Max(live[day - 1], quantity);
                for (var later = day; later < live.Length; later++) live[later] = quantity;
            }

            var exact = (decimal)price.Cents * live.Sum() / live.Length;
            Assert.Equal(new Money((long)Math.Round(exact, MidpointRounding.ToEven)), posted);
            Assert.Equal(posted, usage.Charged);
            Assert.Equal((string.Join(',', live), live.Sum(), running), (usage.Quantities, usage.UnitDays, usage.Running));
        });

    [Fact]
    public void A_day_is_never_paid_twice() =>
        Gen.Select(months, prices, Gen.Select(Gen.Int[1, 31], Gen.Bool).Array[0, 40]).Sample((month, price, changes) =>
        {
            var usage = Month(month, price.Cents);
            foreach (var (day, runs) in changes.Where(change => change.Item1 <= month.DaysInMonth()).OrderBy(change => change.Item1))
            {
                Set(usage, runs ? 1 : 0, day);
                Assert.InRange(usage.Charged.Cents, 0, price.Cents);
            }
        });

    [Fact]
    public void A_change_that_was_not_accepted_changes_nothing()
    {
        var usage = Month(new(2026, 12, 1), price: 12_00);

        usage.Change(quantity: 7, new(2026, 12, 3));

        Assert.Equal((0, 0L, Money.Zero, 0), (usage.Running, usage.UnitDays, usage.Charged, usage.Changes));
    }

    private static UsageMonth Month(DateOnly month, long price) => UsageMonth.Begin(new(1, "ip/192.0.2.10/KERNELCARE", "KERNELCARE", "KernelCare", 0), month, new(price));

    private static Money Set(UsageMonth usage, int quantity, int day)
    {
        var change = usage.Change(quantity, usage.Month.AddDays(day - 1));
        usage.Accept(change);
        return change.Due;
    }
}
