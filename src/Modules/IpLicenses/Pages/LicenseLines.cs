namespace Cln.IpLicenses.Pages;

/// <summary>Reads a list that somebody pasted, or a file of a spreadsheet or a billing system: an address a line, and perhaps a type.</summary>
internal static class LicenseLines
{
    private static readonly char[] between = [',', ';', '\t'];

    /// <summary>Empty lines and a heading are left out, and so is what is there a second time.</summary>
    public static IReadOnlyList<LicenseLine> Read(string text, string otherwise, IReadOnlyList<(string Code, string Name)> types)
    {
        List<LicenseLine> lines = [];
        HashSet<(string, string)> known = [];
        var number = 0;
        foreach (var raw in text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            var cells = raw.Split(between, StringSplitOptions.TrimEntries);
            var first = cells[0].Trim('"', '\'', ' ', '\r');
            if (first.Length == 0) continue;
            var isAddress = IpAddress.TryParse(first, out var ip);
            if (!isAddress && lines.Count == 0 && first.Contains("ip", StringComparison.OrdinalIgnoreCase)) continue;

            var named = cells.Skip(1).Select(cell => cell.Trim('"', '\'', ' ', '\r')).FirstOrDefault(cell => cell.Length > 0) ?? "";
            var type = named.Length == 0 ? otherwise : Find(named, types);
            var line = new LicenseLine(number, isAddress ? ip.ToString() : first, type ?? named, !isAddress, type is null);
            if (known.Add((line.Ip, line.Type))) lines.Add(line);
        }

        return lines;
    }

    private static string? Find(string named, IReadOnlyList<(string Code, string Name)> types) =>
        types.Where(type => type.Code.Equals(named, StringComparison.OrdinalIgnoreCase) || type.Name.Equals(named, StringComparison.OrdinalIgnoreCase)).Select(type => type.Code).FirstOrDefault();
}

/// <summary>A line of it.</summary>
/// <param name="Number">From 1, as an editor counts.</param>
/// <param name="Ip">The address in its usual form, or what stands there instead.</param>
/// <param name="Type">The code of the type, or what stands there instead.</param>
/// <param name="IsWrong">It is no address.</param>
/// <param name="IsUnknown">There is no such type.</param>
internal sealed record LicenseLine(int Number, string Ip, string Type, bool IsWrong, bool IsUnknown);
