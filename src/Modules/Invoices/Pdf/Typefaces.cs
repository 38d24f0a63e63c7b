namespace Cln.Invoices.Pdf;

/// <summary>
/// The fonts of the documents: those that the module brings, and after them any that the operator puts into <c>Invoices:Fonts</c>. The system's
/// own are never asked, so that an invoice looks the same on every host. What is covered stands in <c>Fonts/README.md</c>.
/// </summary>
internal sealed class Typefaces : IDisposable
{
    private static readonly string[] others =
    [
        "NotoSansArabic-Regular.ttf", "NotoSansHebrew-Regular.ttf", "NotoSansArmenian-Regular.ttf", "NotoSansGeorgian-Regular.ttf",
        "NotoSansThai-Regular.ttf", "NotoSansDevanagari-Regular.ttf", "NotoSansCJK-Regular.otf",
    ];

    private readonly Lazy<Face>[] regular;
    private readonly Lazy<Face>[] semiBold;

    /// <param name="folder">A folder with further .ttf and .otf files, asked in the order of their names; null for none.</param>
    public Typefaces(string? folder = null)
    {
        IEnumerable<string> added = folder is null ? [] : Directory.EnumerateFiles(folder).Where(file => Path.GetExtension(file) is ".ttf" or ".otf").Order(StringComparer.Ordinal);
        Lazy<Face>[] shared = [.. others.Select(name => new Lazy<Face>(() => Embedded(name))), .. added.Select(file => new Lazy<Face>(() => FromFile(file)))];
        regular = [new(() => Embedded("Inter-Regular.ttf")), .. shared];
        semiBold = [new(() => Embedded("Inter-SemiBold.ttf")), .. shared];
    }

    /// <summary>The font for this character with its marks; null where no font has it.</summary>
    public Face? For(ReadOnlySpan<char> element, bool bold)
    {
        foreach (var face in bold ? semiBold : regular)
            if (face.Value.Covers(element)) return face.Value;
        return null;
    }

    /// <summary>The font whose empty box stands for what no font has.</summary>
    public Face Fallback(bool bold) => (bold ? semiBold : regular)[0].Value;

    public void Dispose()
    {
        foreach (var face in regular.Union(semiBold).Where(face => face.IsValueCreated)) face.Value.Dispose();
    }

    private static Face Embedded(string name)
    {
        using var font = typeof(Typefaces).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The font {name} is not in the assembly.");
        return new(font);
    }

    private static Face FromFile(string path)
    {
        using var font = File.OpenRead(path);
        return new(font);
    }
}
