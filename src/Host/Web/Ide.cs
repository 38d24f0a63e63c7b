using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Cln.Host.Web;

/// <summary>
/// Banana Cake Pop, from the folder where the build puts it. It talks to this host alone: what it would ask of its maker's servers
/// (accounts, news, usage counts) the content security policy keeps in the browser.
/// </summary>
internal sealed class Ide(string folder)
{
    /// <summary>Where the build puts the page.</summary>
    public static readonly string BuiltFolder = Path.Combine(AppContext.BaseDirectory, "ide");

    /// <summary>What the page may do. It compiles filters and styles as it runs, and checks what is typed in workers that it makes from blobs.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self' 'unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; " +
        "img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FileExtensionContentTypeProvider types = new();

    private readonly IFileProvider files = Directory.Exists(folder) ? new PhysicalFileProvider(folder) : new NullFileProvider();

    /// <summary>Maps the files that the page asks for, which are beside it.</summary>
    public void Map(IEndpointRouteBuilder routes, string path)
    {
        IdeExamples.Map(routes, path);
        routes.MapGet($"{path}/bcp-config.json", () => Results.Json(new { useBrowserUrlAsEndpoint = true }));
        routes.MapGet(path + "/{**file}", (string file, HttpContext context) => Serve(context, files.GetFileInfo(file)));
    }

    /// <summary>Serves the page, at the path with a slash at its end: the addresses of its files are relative.</summary>
    public Task ServePageAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.Path.Value!.EndsWith('/'))
        {
            context.Response.Redirect($"{request.PathBase}{request.Path}/{request.QueryString}");
            return Task.CompletedTask;
        }

        var page = files.GetFileInfo("index.html");
        return (page.Exists ? Page(context, page) : Missing()).ExecuteAsync(context);
    }

    private static IResult Page(HttpContext context, IFileInfo page)
    {
        Guard(context);
        return Results.Content(IdeExamples.Into(File.ReadAllText(page.PhysicalPath!)), "text/html; charset=utf-8");
    }

    private static IResult Serve(HttpContext context, IFileInfo file)
    {
        if (!file.Exists || file.PhysicalPath is null) return Results.NotFound();

        Guard(context);
        var type = types.TryGetContentType(file.Name, out var known) ? known : "text/plain; charset=utf-8";
        return Results.File(file.PhysicalPath, type, lastModified: file.LastModified);
    }

    private static void Guard(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.Link = "<LICENSE>; rel=\"license\"";
        // The names of scripts, styles and fonts have the hash of what is in them.
        headers.CacheControl = context.Request.Path.Value!.Contains("/static/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
    }

    private static IResult Missing() => PlainPage.Of(
        "The GraphQL page is not installed",
        """
        <p>The API is here and works: send operations to <code>/graphql</code> by POST. What is missing is the page to write them in, which comes from npm.</p>
        <p>Install <a href="https://nodejs.org/">Node.js</a> with npm on the machine that builds this host, and build again:</p>
        <pre>dotnet build src/Host</pre>
        <p>Meanwhile there is <a href="/graphql/schema.graphql">the schema</a>, for any GraphQL client.</p>
        """,
        StatusCodes.Status200OK);
}
