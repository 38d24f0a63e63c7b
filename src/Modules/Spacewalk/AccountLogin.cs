using System.Globalization;
using System.Text.RegularExpressions;

namespace Cln.Spacewalk;

/// <summary>The rule for the logins of server accounts: the prefix says whose it is, and nobody can choose it.</summary>
internal static partial class AccountLogin
{
    /// <summary>"IPR-", ten digits, "-", and 40 characters.</summary>
    internal const int LongestWithPrefix = 55;

    /// <summary>The stored form of a login that was typed with the prefix or without it.</summary>
    /// <exception cref="InvalidInput">It has characters that a login can't have, or another reseller's prefix.</exception>
    public static string Parse(int resellerNumber, string typed) =>
        TryParse(resellerNumber, typed) ??
        throw new InvalidInput(
            "login",
            $"A login is {Prefix(resellerNumber)} and 1 to 40 of the characters a-z, 0-9, '.', '_' and '-', beginning and ending with a letter or digit. The prefix may be left out.");

    /// <summary>The same, or null for what can't be a login of this reseller's.</summary>
    public static string? TryParse(int resellerNumber, string typed)
    {
        var prefix = Prefix(resellerNumber);
        var name = typed.Trim();
        if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) name = name[prefix.Length..];
        name = name.ToLowerInvariant();
        return Name().IsMatch(name) && !AnyPrefix().IsMatch(name) ? prefix + name : null;
    }

    private static string Prefix(int resellerNumber) => string.Create(CultureInfo.InvariantCulture, $"IPR-{resellerNumber}-");

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9._\-]{0,38}[a-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^ipr-[0-9]+-", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyPrefix();
}
