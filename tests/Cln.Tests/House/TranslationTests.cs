using System.Text.RegularExpressions;
using System.Xml.Linq;
using Cln.Host;
using Cln.Host.Jobs;
using Microsoft.Extensions.Configuration;

namespace Cln.Tests.House;

/// <summary>What pages say is English in their source; each text is in the resource file of every other language, with the same places to fill in.</summary>
public sealed partial class TranslationTests
{
    /// <summary>Where the texts of these sources are translated.</summary>
    private static readonly (string Sources, string Texts)[] Parts =
    [
        ("src/Abstractions/Pages", "src/Abstractions/Pages/Texts.de.resx"),
        ("src/Host/Web", "src/Host/Web/Texts.de.resx"),
        .. Directory.GetDirectories(Path.Combine(Checkout.Root, "src/Modules")).Select(Path.GetFileName).Where(module => Directory.Exists(Path.Combine(Checkout.Root, $"src/Modules/{module}/Pages"))).Select(module => ($"src/Modules/{module}", $"src/Modules/{module}/Pages/Texts.de.resx")),
    ];

    [Fact]
    public void Every_text_is_translated() => Assert.Empty(Parts.SelectMany(part => Missing(part.Sources, Read(part.Texts))));

    [Fact]
    public void Every_translation_has_the_places_of_its_text() =>
        Assert.Empty(Parts.SelectMany(part => Read(part.Texts).Where(text => !Places(text.Key).SetEquals(Places(text.Value))).Select(text => $"{part.Texts}: \"{text.Key}\" is \"{text.Value}\".")));

    /// <summary>A job's sentence is the first of its doc comment, which operators read in their language.</summary>
    [Fact]
    public void What_every_job_does_is_translated() =>
        Assert.Empty(JobTypes.Of(Modules.Compose(new ConfigurationBuilder().Build())).All
            .Where(job => !Read(job.Module == "Host" ? "src/Host/Web/Texts.de.resx" : $"src/Modules/{job.Module}/Pages/Texts.de.resx").ContainsKey(job.Description)).Select(job => $"{job.Name}: {job.Description}"));

    [Fact]
    public void A_text_without_a_translation_is_told()
    {
        Assert.Equal(["x.razor: \"Add {0}\" isn't translated."], Untranslated("x.razor", "<p>@L[\"Add {0}\", 1] @L[\"Remove\"]</p>", new Dictionary<string, string> { ["Remove"] = "Entfernen" }));
        Assert.False(Places("Add {0}").SetEquals(Places("Hinzufügen")));
    }

    private static IEnumerable<string> Missing(string sources, IReadOnlyDictionary<string, string> texts) =>
        Checkout.Files(sources, ".razor", ".cs").SelectMany(file => Untranslated(file, Checkout.Read(file), texts));

    private static IEnumerable<string> Untranslated(string file, string source, IReadOnlyDictionary<string, string> texts) =>
        Used().Matches(source).Concat(file.EndsWith("Module.cs", StringComparison.Ordinal) || file.EndsWith("OwnPages.cs", StringComparison.Ordinal) ? MenuEntry().Matches(source) : [])
            .Select(match => Regex.Unescape(match.Groups["text"].Value)).Distinct().Where(text => !texts.ContainsKey(text)).Select(text => $"{file}: \"{text}\" isn't translated.");

    private static Dictionary<string, string> Read(string file) => File.Exists(Path.Combine(Checkout.Root, file))
        ? XDocument.Parse(Checkout.Read(file)).Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value)
        : [];

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Groups["number"].Value)];

    [GeneratedRegex("""\b(?:L|words)\["(?<text>(?:[^"\\]|\\.)+)"[\],]""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Used();

    [GeneratedRegex("""new\((?:Cln\.Pages\.)?Sections\.\w+, "(?<text>[^"]+)",""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MenuEntry();

    [GeneratedRegex("""\{(?<number>[0-9])""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
