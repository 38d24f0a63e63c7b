using System.Globalization;
using Cln.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>
/// What one thing ran in one month, day by day, and what was charged for it. The rule of charging is here: what the month costs is the unit
/// price times the days that it ran, rounded once; what is posted is the difference to what was posted before. So a day is never paid twice,
/// in whatever order things are added and removed, and a full month costs exactly the price.
/// </summary>
internal sealed class UsageMonth : IOwned
{
    public required long ResellerId { get; init; }

    public required string ItemKey { get; init; }

    /// <summary>The first day of the month.</summary>
    public required DateOnly Month { get; init; }

    public required string PriceCode { get; init; }

    public required string Title { get; set; }

    /// <summary>Of one unit for the whole month, frozen when the month or the thing began.</summary>
    public required Money UnitPrice { get; init; }

    /// <summary>How many units ran on each day of the month: "0,0,2,2,…".</summary>
    public required string Quantities { get; set; }

    public required int DaysInMonth { get; init; }

    /// <summary>How many units run from now on: what the next month begins with.</summary>
    public int Running { get; private set; }

    /// <summary>The sum of the quantities.</summary>
    public long UnitDays { get; private set; }

    /// <summary>What was posted for this month so far.</summary>
    public Money Charged { get; private set; }

    /// <summary>How often this month was changed: names each change's posting.</summary>
    public int Changes { get; private set; }

    /// <summary>A month in which the thing doesn't run yet.</summary>
    public static UsageMonth Begin(Chargeable item, DateOnly month, Money unitPrice) => new()
    {
        ResellerId = item.ResellerId,
        ItemKey = item.Key,
        Month = month,
        PriceCode = item.PriceCode,
        Title = item.Title,
        UnitPrice = unitPrice,
        Quantities = Text(new int[month.DaysInMonth()]),
        DaysInMonth = month.DaysInMonth(),
    };

    /// <summary>The month after this one, in which what ran goes on, and is to be charged.</summary>
    public (UsageMonth Month, UsageChange Change) Next(Money unitPrice)
    {
        var next = Begin(new(ResellerId, ItemKey, PriceCode, Title, Running), Month.AddMonths(1), unitPrice);
        return (next, next.Change(Running, next.Month));
    }

    /// <summary>
    /// What it means that from this day on so many units run. More count from that day on, which is paid whole; fewer from the day after it,
    /// as that day is paid.
    /// </summary>
    public UsageChange Change(int quantity, DateOnly day)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        var days = Quantities.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var today = day.Day - 1;
        days[today] = Math.Max(days[today], quantity);
        days.AsSpan(today + 1).Fill(quantity);

        var unitDays = days.Sum(units => (long)units);
        return new(Text(days), quantity, unitDays, Units: quantity - Running, Due: UnitPrice.Times(unitDays, days.Length) - Charged);
    }

    /// <summary>Makes it so, after what was due has been posted.</summary>
    public void Accept(UsageChange change)
    {
        Quantities = change.Quantities;
        Running = change.Running;
        UnitDays = change.UnitDays;
        Charged += change.Due;
        Changes++;
    }

    private static string Text(int[] days) => string.Join(',', days.Select(units => units.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>A change of a month, not yet made.</summary>
/// <param name="Quantities">The days as they will be.</param>
/// <param name="Running">How many units will run.</param>
/// <param name="UnitDays">The sum of the days.</param>
/// <param name="Units">How many units more run; negative when fewer.</param>
/// <param name="Due">What is to be charged for it; negative for a credit.</param>
internal sealed record UsageChange(string Quantities, int Running, long UnitDays, int Units, Money Due);

internal sealed class UsageMonthMapping : IEntityTypeConfiguration<UsageMonth>
{
    public void Configure(EntityTypeBuilder<UsageMonth> usage)
    {
        usage.ToTable("billing_usage");
        usage.HasKey(u => new { u.ResellerId, u.Month, u.ItemKey });
        usage.Property(u => u.ItemKey).HasMaxLength(120);
        usage.Property(u => u.PriceCode).HasMaxLength(64);
        usage.Property(u => u.Title).HasMaxLength(120);
        usage.Property(u => u.Quantities).HasMaxLength(400);
        usage.HasOne<Reseller>().WithMany().HasForeignKey(u => u.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }
}
