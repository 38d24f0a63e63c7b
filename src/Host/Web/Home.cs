namespace Cln.Host.Web;

/// <summary>The page at <c>/</c>: what runs here, and where to go.</summary>
internal static class Home
{
    public static void MapHome(this IEndpointRouteBuilder routes) => routes.MapGet("/", () => PlainPage.Of("ClnReseller", Body, StatusCodes.Status200OK));

    private const string Body = """
        <p class="lead">Licences for hosting resellers: buy them, assign them to servers by address or by key, pay for them by the month. All of it is one GraphQL API.</p>
        <dl>
        <div><dt><a href="/graphql">Explore the API</a></dt><dd>Write queries and run them, with the documentation at hand.</dd></div>
        <div><dt><a href="/graphql/schema.graphql">Schema</a></dt><dd>The whole API as a file, for code generators and for reading.</dd></div>
        <div><dt><a href="/health/ready">Health</a></dt><dd>Whether this host can serve. <a href="/health/live">/health/live</a> says whether it runs at all.</dd></div>
        </dl>
        <p>Programs send operations to <code>/graphql</code>: by POST, or over a WebSocket that speaks <code>graphql-transport-ws</code>, or as server-sent events.
        They sign in with an API token: <code>Authorization: Bearer …</code></p>
        """;
}
