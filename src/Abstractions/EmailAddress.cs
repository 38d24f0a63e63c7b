using System.Text.RegularExpressions;

namespace Cln;

/// <summary>The one rule for what the platform accepts as an email address.</summary>
/// <remarks>
/// Narrower than RFC 5322 on purpose: no comments, no quoted local parts, no address literals, no bare host names. What passes has no space,
/// comma, bracket or line break, so it can stand in a mail header as it is. A domain of another script comes in its ASCII form (xn--…).
/// </remarks>
public static partial class EmailAddress
{
    public const int MaxLength = 254;

    public static bool IsWellFormed(string text) => text.Length <= MaxLength && Form().IsMatch(text);

    [GeneratedRegex(
        @"^(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
