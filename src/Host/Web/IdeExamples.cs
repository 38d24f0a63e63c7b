using System.Reflection;

namespace Cln.Host.Web;

/// <summary>
/// The documents that the IDE opens with: each module's <c>Examples.graphql</c>, embedded in its assembly, a plug-in's too. A module that is off has none.
/// </summary>
internal sealed class IdeExamples(Modules modules)
{
    private const string Resource = "Examples.graphql";

    private static readonly Lazy<byte[]> script = new(() => Read(typeof(IdeExamples).Assembly, "examples.js")!);

    public IReadOnlyList<IdeExample> All { get; } =
    [
        .. new[] { (Name: "Start here", typeof(IdeExamples).Assembly) }.Concat(modules.Enabled.Select(module => (module.Name, module.GetType().Assembly)))
            .Select(source => (source.Name, Text: Read(source.Assembly, Resource)))
            .Where(source => source.Text is not null)
            .Select(source => new IdeExample(source.Name, System.Text.Encoding.UTF8.GetString(source.Text!))),
    ];

    /// <summary>Puts the script that brings them into the IDE's page.</summary>
    public static string Into(string page) => page.Replace("</body>", """<script src="examples.js"></script></body>""", StringComparison.Ordinal);

    public static void Map(IEndpointRouteBuilder routes, string path)
    {
        routes.MapGet($"{path}/examples.js", () => Results.Bytes(script.Value, "text/javascript; charset=utf-8"));
        routes.MapGet($"{path}/examples.json", (HttpContext context) => context.RequestServices.GetService<IdeExamples>() is { } examples ? Results.Json(examples.All) : Results.NotFound());
    }

    private static byte[]? Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource);
        if (stream is null) return null;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

/// <summary>A document with some operations of one module.</summary>
internal sealed record IdeExample(string Name, string Document);
