namespace Cln.Host.Graph.Transport;

/// <summary>
/// Keeps other sites from using a person's session. Only a request with cookies has one to misuse: a bearer token is sent by the
/// program that holds it, never by a browser on another site's behalf.
/// </summary>
internal static class CrossSite
{
    /// <summary>The header that a page of another site can't send without asking first, and is refused when it asks.</summary>
    public const string Preflight = "GraphQL-Preflight";

    /// <exception cref="TransportError">CROSS_SITE_REQUEST.</exception>
    public static void Refuse(HttpRequest request)
    {
        if (!BearsSession(request)) return;

        var sameOrigin = request.Headers["Sec-Fetch-Site"] == "same-origin";
        if (Origin(request) is { } origin && !origin.Equals(OwnOrigin(request), StringComparison.OrdinalIgnoreCase))
            throw TransportError.CrossSite($"A request with cookies must come from a page of {OwnOrigin(request)}. Others sign in with an API token in the Authorization header.");
        if (request.Headers["Sec-Fetch-Site"].Count > 0 && !sameOrigin)
            throw TransportError.CrossSite("A request with cookies must come from a page of this site. Others sign in with an API token in the Authorization header.");
        if (HttpMethods.IsGet(request.Method) && !sameOrigin && request.Headers[Preflight] != "1")
            throw TransportError.CrossSite($"A GET with cookies needs the header {Preflight}: 1.");
    }

    /// <summary>A handshake is the one request that other sites may make without asking, so that a session needs an <c>Origin</c> of ours.</summary>
    /// <exception cref="TransportError">CROSS_SITE_REQUEST.</exception>
    public static void RefuseHandshake(HttpRequest request)
    {
        if (BearsSession(request) && !string.Equals(Origin(request), OwnOrigin(request), StringComparison.OrdinalIgnoreCase))
            throw TransportError.CrossSite($"A socket with cookies must have the Origin {OwnOrigin(request)}. Others sign in with an API token in connection_init.");
    }

    private static bool BearsSession(HttpRequest request) => request.Headers.Cookie.Count > 0 && request.Headers.Authorization.Count == 0;

    private static string? Origin(HttpRequest request) => request.Headers.Origin.Count == 0 ? null : request.Headers.Origin.ToString();

    private static string OwnOrigin(HttpRequest request) => $"{request.Scheme}://{request.Host}";
}
