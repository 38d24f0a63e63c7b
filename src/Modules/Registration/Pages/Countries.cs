using System.Globalization;

namespace Cln.Registration.Pages;

/// <summary>The countries that a company can be in, as the reader's language names them.</summary>
internal static class Countries
{
    private static readonly IReadOnlyList<RegionInfo> regions =
    [
        .. CultureInfo.GetCultures(CultureTypes.SpecificCultures).Select(culture => new RegionInfo(culture.Name))
            .Where(region => region.TwoLetterISORegionName.Length == 2 && region.TwoLetterISORegionName.All(char.IsAsciiLetterUpper))
            .DistinctBy(region => region.TwoLetterISORegionName),
    ];

    public static IReadOnlyList<(string Value, string Label)> Named() =>
        [.. regions.Select(region => (region.TwoLetterISORegionName, NameOf(region))).OrderBy(region => region.Item2, StringComparer.CurrentCulture)];

    public static string Name(string code) => regions.FirstOrDefault(region => region.TwoLetterISORegionName == code) is { } known ? NameOf(known) : code;

    private static string NameOf(RegionInfo region) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? region.EnglishName : region.DisplayName;
}
