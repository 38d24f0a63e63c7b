using System.Text.RegularExpressions;

namespace Cln.Servers;

/// <summary>What a server says of itself, checked: it is shown to people, so it has to be short and plain.</summary>
internal sealed partial record SelfDescription
{
    public const int LongestHostname = 253;
    public const int LongestText = 200;

    private SelfDescription(string hostname, string? operatingSystem, string? kernel) => (Hostname, OperatingSystem, Kernel) = (hostname, operatingSystem, kernel);

    /// <summary>In lower case, without a dot at the end.</summary>
    public string Hostname { get; }

    public string? OperatingSystem { get; }

    public string? Kernel { get; }

    /// <exception cref="InvalidInput">One of them has the wrong form.</exception>
    public static SelfDescription Parse(string hostname, string? operatingSystem, string? kernel = null) =>
        new(ParseHostname(hostname), ParseText("operatingSystem", operatingSystem), ParseText("kernel", kernel));

    private static string ParseHostname(string text)
    {
        var hostname = text.Trim().TrimEnd('.').ToLowerInvariant();
        if (hostname.Length > LongestHostname || !HostnameForm().IsMatch(hostname))
        {
            throw new InvalidInput(
                "hostname", "it has 1 to 253 characters: labels of up to 63 letters, digits, '-' and '_', separated by dots, as the command `hostname` prints it. Write an international name in its xn-- form.");
        }

        return hostname;
    }

    private static string? ParseText(string field, string? text)
    {
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed)) return null;
        if (trimmed.Length > LongestText || trimmed.Any(char.IsControl))
            throw new InvalidInput(field, $"it is one line of at most {LongestText} characters, without control characters.");
        return trimmed;
    }

    [GeneratedRegex(@"^(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostnameForm();
}
