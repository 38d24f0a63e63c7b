using Cln.Pages;

namespace Cln.Host.Web.Shell;

/// <summary>What a page may load and do: what comes from this host, and the scripts of payment providers where a module says so. No script stands in the markup.</summary>
internal sealed class PagePolicy(Branding branding, IEnumerable<PageSource> sources)
{
    private readonly string policy = string.Join("; ",
        "default-src 'none'",
        $"script-src 'self'{Of(sources.Where(source => source.HasScripts))}",
        // MudBlazor places its popovers by attributes of elements.
        "style-src 'self'", "style-src-attr 'unsafe-inline'",
        $"img-src 'self' data: {branding.LogoOrigin}".TrimEnd(),
        "font-src 'self'",
        $"connect-src 'self'{Of(sources.Where(source => source.HasScripts || source.IsCalled))}",
        $"frame-src 'self'{Of(sources)}",
        "form-action 'self'", "base-uri 'self'", "frame-ancestors 'none'", "object-src 'self'");

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers.CacheControl = "no-cache, no-store";
        return next(context);
    }

    private static string Of(IEnumerable<PageSource> sources) => string.Concat(sources.Select(source => $" {source.Origin}").Distinct(StringComparer.Ordinal));
}
