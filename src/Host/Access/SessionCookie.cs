namespace Cln.Host.Access;

/// <summary>The cookie by which a browser brings its session. Scripts can't read it, other sites can't send it along.</summary>
internal sealed class SessionCookie(IHttpContextAccessor http)
{
    /// <summary>Over HTTPS; without it, as on a developer's machine, browsers refuse the prefix, and the name goes without.</summary>
    private const string SecureName = "__Host-cln_session";
    private const string PlainName = "cln_session";

    public static string? Read(HttpRequest request) => request.Cookies[request.IsHttps ? SecureName : PlainName];

    public void Set(string token, DateTimeOffset expiresAt)
    {
        if (http.HttpContext is { Response.HasStarted: false } context) context.Response.Cookies.Append(Name(context), token, Options(context, expiresAt));
    }

    public void Clear()
    {
        if (http.HttpContext is { Response.HasStarted: false } context) context.Response.Cookies.Delete(Name(context), Options(context, expiresAt: null));
    }

    private static string Name(HttpContext context) => context.Request.IsHttps ? SecureName : PlainName;

    private static CookieOptions Options(HttpContext context, DateTimeOffset? expiresAt) =>
        new() { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", Expires = expiresAt, IsEssential = true };
}
