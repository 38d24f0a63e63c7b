using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Cln.Registration;

/// <summary>What is accepted of the details that resellers tell about themselves. Each rule answers the text in its normal form.</summary>
/// <exception cref="InvalidInput">It isn't acceptable; the message names the field and says what would be.</exception>
internal static partial class Details
{
    public const int LongestName = 60;
    public const int LongestCompany = 150;

    /// <summary>One line of text: something readable, without line breaks and characters that turn the direction of the text around it.</summary>
    public static string Line(string field, string text, int longest)
    {
        var line = text.Trim().Normalize(NormalizationForm.FormC);
        if (line.Length > longest) throw new InvalidInput(field, $"at most {longest} characters, please.");
        if (line.EnumerateRunes().Any(IsUnprintable)) throw new InvalidInput(field, "one line of plain text, please, without control characters.");
        return line.EnumerateRunes().Any(Rune.IsLetterOrDigit) ? line : throw new InvalidInput(field, "this can't be empty.");
    }

    /// <summary>The same for what may be left out; an empty text counts as left out.</summary>
    public static string? OptionalLine(string field, string? text, int longest) => string.IsNullOrWhiteSpace(text) ? null : Line(field, text, longest);

    public static string Email(string field, string text)
    {
        var address = text.Trim();
        return EmailAddress.IsWellFormed(address) ? address : throw new InvalidInput(field, "an email address such as \"ann@example.com\", please.");
    }

    public static string Country(string field, string text)
    {
        var code = text.Trim().ToUpperInvariant();
        return IsCountry(code) ? code : throw new InvalidInput(field, "an ISO 3166-1 alpha-2 code, please, such as \"DE\".");
    }

    public static string? Phone(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var number = text.Trim();
        return PhoneForm().IsMatch(number) && number.Count(char.IsAsciiDigit) is >= 4 and <= 15
            ? number
            : throw new InvalidInput(field, "a phone number, please, such as \"+49 30 1234567\": 4 to 15 digits, with spaces, hyphens, dots and brackets as you like.");
    }

    /// <summary>A VAT number as registers write it: capitals and digits, without the spaces and dots that people put between. Whether it exists is for the tax office to say.</summary>
    public static string? VatId(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var id = VatSeparators().Replace(text, "").ToUpperInvariant();
        return VatForm().IsMatch(id) && id.Count(char.IsAsciiDigit) >= 2
            ? id
            : throw new InvalidInput(field, "a VAT number, please, such as \"DE123456789\": 4 to 20 letters and digits.");
    }

    private static bool IsUnprintable(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ||
        rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    // .NET also knows CS (withdrawn) and IV (no country at all), and has no data for EH.
    private static bool IsCountry(string code)
    {
        if (code.Length != 2 || !code.All(char.IsAsciiLetterUpper) || code is "CS" or "IV") return false;
        if (code == "EH") return true;
        try
        {
            return new RegionInfo(code).TwoLetterISORegionName == code;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^\+?[0-9 ()./-]{4,31}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PhoneForm();

    [GeneratedRegex("[ ./-]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VatSeparators();

    [GeneratedRegex(@"^[A-Z0-9+*]{4,20}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VatForm();
}
