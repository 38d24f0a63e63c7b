using Cln.Pages;
using Microsoft.Extensions.Localization;

namespace Cln.Host.Web.Shell;

/// <summary>A section of the top menu, as one reader sees it.</summary>
internal sealed record MenuSection(string Name, string Title, string Icon, IReadOnlyList<MenuPage> Pages, Type? Badge)
{
    public string Path => Pages[0].Path;
}

/// <summary>A page of the menu, in the reader's language.</summary>
public sealed record MenuPage(string Title, string Path, string Icon);

/// <summary>The menu that the modules make together.</summary>
internal sealed class Menu(Modules modules, IStringLocalizerFactory words)
{
    private readonly IReadOnlyList<(Page Page, Type? Texts)> pages =
        [.. OwnPages.All.Select(page => (page, (Type?)typeof(Texts))), .. modules.Enabled.SelectMany(module => module.Pages.Select(page => (page, TextsOf(module.GetType()))))];

    /// <summary>What this reader may open; a section without such a page isn't there.</summary>
    public IReadOnlyList<MenuSection> Of(SignedIn signedIn) =>
    [
        .. pages.Where(entry => signedIn.Has(entry.Page.Scope) && (signedIn.Reseller is not null || !entry.Page.IsResellers))
            .GroupBy(entry => entry.Page.Section, StringComparer.Ordinal)
            .OrderBy(group => Place(group.Key))
            .Select(group => SectionOf(group.Key, [.. group.OrderBy(entry => entry.Page.Order)])),
    ];

    public static IReadOnlyList<MenuPage> PagesOf(IReadOnlyList<MenuSection> sections, string name) => sections.FirstOrDefault(section => section.Name == name)?.Pages ?? [];

    /// <summary>The section and page that an address belongs to: the page itself, or the one that it lies under.</summary>
    public static (MenuSection? Section, MenuPage? Page) Find(IReadOnlyList<MenuSection> sections, string path) =>
        sections.SelectMany(section => section.Pages.Select(page => (Section: section, Page: page)))
            .Where(entry => Lies(path, entry.Page.Path))
            .OrderByDescending(entry => entry.Page.Path.Length)
            .Select(entry => ((MenuSection?)entry.Section, (MenuPage?)entry.Page))
            .FirstOrDefault();

    /// <summary>The scope that the page at this address, or the one that it lies under, asks for.</summary>
    public string? ScopeOf(string path) => pages.Where(entry => Lies(path, entry.Page.Path)).OrderByDescending(entry => entry.Page.Path.Length).Select(entry => entry.Page.Scope).FirstOrDefault();

    private static bool Lies(string path, string under) => path == under || path.StartsWith($"{under}/", StringComparison.Ordinal);

    private static int Place(string section) => Sections.All.Index().Where(known => known.Item == section).Select(known => known.Index).FirstOrDefault(Sections.All.Count - 4);

    private MenuSection SectionOf(string name, IReadOnlyList<(Page Page, Type? Texts)> entries) => new(
        name,
        Translate(name, typeof(Texts)),
        IconOf(name, entries[0].Page.Icon),
        [.. entries.Select(entry => new MenuPage(Translate(entry.Page.Title, entry.Texts), entry.Page.Path, entry.Page.Icon))],
        entries.Select(entry => entry.Page.Badge).FirstOrDefault(badge => badge is not null));

    private static string IconOf(string section, string otherwise) => OwnPages.Icons.GetValueOrDefault(section, otherwise);

    private string Translate(string text, Type? texts) => texts is null ? text : words.Create(texts)[text];

    /// <summary>Names the module's resource files; null when it has none.</summary>
    public static Type? TextsOf(Type module) => module.Assembly.GetType($"{module.Namespace}.Pages.Texts");
}
