using System.Globalization;

namespace Cln.Pages;

/// <summary>Amounts, days and numbers as the reader's culture writes them.</summary>
public static class Words
{
    /// <summary>An amount with its currency: <c>$1,234.50</c>, in German <c>1.234,50 $</c>.</summary>
    public static string In(this Money money, string currency = "USD")
    {
        var format = (NumberFormatInfo)CultureInfo.CurrentCulture.NumberFormat.Clone();
        format.CurrencySymbol = currency switch { "USD" => "$", "EUR" => "€", "GBP" => "£", _ => currency + " " };
        if (format.CurrencyNegativePattern is 0 or 14 or 15) format.CurrencyNegativePattern = 1;
        return (money.Cents / 100m).ToString("C2", format);
    }

    /// <summary>The amount that somebody has typed, such as "50", "49.5" or, as Germans write it, "49,50"; null when it is none. Thousands are not parted, since a comma may mean either.</summary>
    public static Money? Typed(string text)
    {
        var parts = text.Trim().Split('.', ',');
        if (parts is not ([_] or [_, { Length: 1 or 2 }]) || parts[0].Length is 0 or > 12 || !parts.All(part => part.All(char.IsAsciiDigit))) return null;
        return new((long.Parse(parts[0], CultureInfo.InvariantCulture) * 100) + (parts.Length == 1 ? 0 : int.Parse(parts[1].PadRight(2, '0'), CultureInfo.InvariantCulture)));
    }

    /// <summary>A day: <c>Nov 24, 2026</c>, in German <c>24.11.2026</c>.</summary>
    public static string Day(this DateTimeOffset instant) => Day(DateOnly.FromDateTime(instant.UtcDateTime));

    /// <inheritdoc cref="Day(DateTimeOffset)"/>
    public static string Day(this DateOnly day) => day.ToString(IsEnglish ? "MMM d, yyyy" : "d", CultureInfo.CurrentCulture);

    /// <summary>A day and a time, UTC, as all the platform's times are.</summary>
    public static string DayAndTime(this DateTimeOffset instant) =>
        string.Create(CultureInfo.CurrentCulture, $"{instant.Day()}, {instant.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC");

    /// <summary>A month: <c>November 2026</c>.</summary>
    public static string Month(this DateOnly day) => day.ToString("MMMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>A whole number, with the culture's separators.</summary>
    public static string Count(this int number) => number.ToString("N0", CultureInfo.CurrentCulture);

    private static bool IsEnglish => CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "en";
}
