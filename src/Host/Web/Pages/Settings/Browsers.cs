namespace Cln.Host.Web.Pages.Settings;

/// <summary>What people call the program that signed in.</summary>
internal static class Browsers
{
    private static readonly (string Mark, string Name)[] programs = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")];

    private static readonly (string Mark, string Name)[] systems = [("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>Such as "Firefox, Windows"; what it calls itself where neither is known.</summary>
    public static string? Name(string? userAgent)
    {
        if (userAgent is null) return null;
        var known = new[] { Find(programs, userAgent), Find(systems, userAgent) }.OfType<string>().ToList();
        return known.Count == 0 ? userAgent : string.Join(", ", known);
    }

    private static string? Find((string Mark, string Name)[] among, string userAgent) =>
        among.Where(one => userAgent.Contains(one.Mark, StringComparison.Ordinal)).Select(one => one.Name).FirstOrDefault();
}
