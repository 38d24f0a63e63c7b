using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Cln.Host.Web;

/// <summary>A plain page of this host: readable without scripts, in the light or the dark that the reader prefers.</summary>
internal static class PlainPage
{
    private const string Style = """
        :root { color-scheme: light dark; --text: light-dark(#1f2933, #e4e7eb); --quiet: light-dark(#52606d, #9aa5b1); --line: light-dark(#e4e7eb, #3e4c59); --link: light-dark(#0b69a3, #62b0e8); }
        body { margin: 0 auto; max-width: 42rem; padding: 12vh 1.5rem 4rem; overflow-wrap: anywhere; color: var(--text); background: light-dark(#fff, #12181f); font: 1.0625rem/1.65 system-ui, sans-serif; }
        h1 { margin: 0 0 .25rem; font-size: 1.75rem; font-weight: 600; letter-spacing: -.01em; }
        .lead { margin: 0 0 2.5rem; color: var(--quiet); }
        a { color: var(--link); text-underline-offset: .2em; }
        dl { margin: 0; border-top: 1px solid var(--line); }
        dl div { display: grid; grid-template-columns: 13rem 1fr; gap: 1rem; padding: .9rem 0; border-bottom: 1px solid var(--line); }
        dd { margin: 0; color: var(--quiet); }
        code, pre { font: .9375rem/1.5 ui-monospace, monospace; }
        pre { padding: .75rem 1rem; overflow-x: auto; border: 1px solid var(--line); border-radius: .375rem; }
        @media (max-width: 34rem) { dl div { grid-template-columns: 1fr; gap: .1rem; } }
        """;

    private static readonly string policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The page of a title and of what stands under it, which is HTML.</summary>
    public static IResult Of(string title, string body, int status) => new Html(
        $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{WebUtility.HtmlEncode(title)}</title><style>{Style}</style></head>
        <body>
        <h1>{WebUtility.HtmlEncode(title)}</h1>
        {body}
        </body>
        </html>
        """,
        status);

    private sealed class Html(string text, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.ContentSecurityPolicy = policy;
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.Headers.CacheControl = "no-cache";
            return response.WriteAsync(text, httpContext.RequestAborted);
        }
    }
}
