using System.Text.RegularExpressions;

namespace Cln.Host.Web.Shell;

/// <summary>
/// Whose portal this is, from the configuration: <c>Site:Name</c>, <c>Site:LogoUrl</c> (an SVG or PNG on this host or another), <c>Site:Color</c> and <c>Site:DarkColor</c> (of buttons and
/// links, on light and on dark), <c>Site:Support:&lt;what it says&gt;</c> (links at the foot of the menu).
/// </summary>
internal sealed partial record Branding(string Name, string? LogoUrl, string Color, string DarkColor, IReadOnlyList<(string Title, string Url)> Support)
{
    public static Branding Read(IConfiguration configuration) => new(
        configuration["Site:Name"] is { Length: > 0 } name ? name : "ClnReseller",
        configuration["Site:LogoUrl"] is { Length: > 0 } logo ? Link(logo, "Site:LogoUrl") : null,
        ColorOf(configuration, "Site:Color", "#1b5fc1"),
        ColorOf(configuration, "Site:DarkColor", "#7db1f5"),
        [.. configuration.GetSection("Site:Support").GetChildren().Select(link => (link.Key, Link(link.Value, link.Path)))]);

    /// <summary>The origin of the logo, where that isn't this host.</summary>
    public string? LogoOrigin => Uri.TryCreate(LogoUrl, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" ? url.GetLeftPart(UriPartial.Authority) : null;

    private static string ColorOf(IConfiguration configuration, string setting, string otherwise) => configuration[setting] is not { Length: > 0 } color ? otherwise
        : Hex().IsMatch(color) ? color : throw WrongSetting.Value(setting, color, "a colour such as #1b5fc1");

    private static string Link(string? url, string setting) => url is ['/', not '/', ..] || (Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme is "https" or "http" or "mailto")
        ? url! : throw WrongSetting.Value(setting, url ?? "", "an address such as https://vendor.example/support");

    [GeneratedRegex("^#[0-9a-fA-F]{6}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hex();
}
