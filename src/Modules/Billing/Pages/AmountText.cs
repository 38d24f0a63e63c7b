using System.Text.RegularExpressions;

namespace Cln.Billing.Pages;

/// <summary>Amounts as people type them: with or without cents, with a point or a comma before them, with thousands apart or not.</summary>
internal static partial class AmountText
{
    public static Money? Read(string? text)
    {
        if (Form().Match((text ?? "").Trim()) is not { Success: true } match) return null;
        var whole = match.Groups["whole"].Value.Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return Money.TryParse($"{match.Groups["sign"].Value}{whole.TrimStart('0').PadLeft(1, '0')}.{match.Groups["cents"].Value.PadRight(2, '0')}", out var money) ? money : null;
    }

    [GeneratedRegex("""^(?<sign>-?)[$€£]?(?<whole>[0-9]{1,7}|[0-9]{1,3}(?:[ .,][0-9]{3}){1,2})(?:[.,](?<cents>[0-9]{1,2}))?$""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
