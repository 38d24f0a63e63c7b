using System.Globalization;

namespace Cln.Billing;

/// <summary>Calendar days and months, UTC.</summary>
internal static class Days
{
    public static DateOnly Today(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>The first day of the month that it is.</summary>
    public static DateOnly ThisMonth(this TimeProvider clock) => clock.Today().FirstOfMonth();

    public static DateOnly FirstOfMonth(this DateOnly day) => new(day.Year, day.Month, 1);

    public static int DaysInMonth(this DateOnly day) => DateTime.DaysInMonth(day.Year, day.Month);

    /// <summary>"2026-12-01", as columns hold days.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>"2026-12", as references name months.</summary>
    public static string MonthText(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>"December 2026", for people.</summary>
    public static string MonthName(DateOnly month) => month.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
}
