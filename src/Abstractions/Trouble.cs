using System.Text.RegularExpressions;

namespace Cln;

/// <summary>A failure in a sentence for whoever looks after the platform: what it was and what it said, without a stack, and nothing that opens a door.</summary>
public static partial class Trouble
{
    /// <summary>As long as a sentence gets.</summary>
    public const int Longest = 400;

    /// <summary>The kind and the message of what is at the bottom of this failure.</summary>
    public static string Say(Exception failure)
    {
        var cause = failure.GetBaseException();
        return Cut(Secret().Replace($"{cause.GetType().Name}: {cause.Message}", "${name}***"));
    }

    /// <summary>On one line, and not too long.</summary>
    public static string Cut(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Longest ? line : $"{line[..(Longest - 1)]}…";
    }

    /// <summary>Keys as gateways and we write them, and whatever is told as a password.</summary>
    [GeneratedRegex("""(?<name>\b(?:sk|rk|pk|whsec|cln)_)[A-Za-z0-9_*]+|(?<name>\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}|(?<name>\b(?:password|pwd|secret|token|api[_ -]?key)\s*[=:]\s*)[^\s;,&]+""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
