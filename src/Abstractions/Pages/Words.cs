using System.Globalization;
using System.Text.RegularExpressions;

namespace Cln.Pages;

/// <summary>Amounts, days and numbers as the reader's culture writes them.</summary>
public static partial class Words
{
    /// <summary>An amount with its currency: <c>$1,234.50</c>, in German <c>1.234,50 $</c>.</summary>
    public static string In(this Money money, string currency = "USD")
    {
        var format = (NumberFormatInfo)CultureInfo.CurrentCulture.NumberFormat.Clone();
        format.CurrencySymbol = currency switch { "USD" => "$", "EUR" => "€", "GBP" => "£", _ => currency + " " };
        if (format.CurrencyNegativePattern is 0 or 14 or 15) format.CurrencyNegativePattern = 1;
        // Never apart at a line's end.
        return (money.Cents / 100m).ToString("C2", format).Replace(' ', '\u00a0');
    }

    /// <summary>The amount that somebody has typed: "50", "49.5", "$1,234.50" or, as Germans write it, "1.234,50"; null when it is none. Two digits after the last point or comma are cents, three are thousands.</summary>
    public static Money? Typed(string? text)
    {
        if (Amount().Match((text ?? "").Trim()) is not { Success: true } match) return null;
        var whole = string.Concat(match.Groups["whole"].Value.Where(char.IsAsciiDigit)).TrimStart('0').PadLeft(1, '0');
        return Money.TryParse($"{match.Groups["sign"].Value}{whole}.{match.Groups["cents"].Value.PadRight(2, '0')}", out var money) ? money : null;
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

    [GeneratedRegex("""^(?<sign>-?)[$€£]?(?<whole>[0-9]{1,7}|[0-9]{1,3}(?:[ .,][0-9]{3}){1,2})(?:[.,](?<cents>[0-9]{1,2}))?\z""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Amount();
}
