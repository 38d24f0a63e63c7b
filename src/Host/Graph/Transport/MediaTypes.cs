using Microsoft.Net.Http.Headers;

namespace Cln.Host.Graph.Transport;

/// <summary>The media types of an answer, and which of them a client accepts.</summary>
/// <param name="Single">For one result: the best of what the client accepts, null when it accepts neither.</param>
/// <param name="Streams">Whether a stream of results may be answered as server-sent events; only a client that names them gets them.</param>
internal readonly record struct MediaTypes(string? Single, bool Streams)
{
    public const string Json = "application/json";
    public const string GraphResponse = "application/graphql-response+json";
    public const string EventStream = "text/event-stream";
    public const string Html = "text/html";

    /// <summary>What the <c>Accept</c> header says. Without one, or with only wildcards, an answer is <c>application/json</c>.</summary>
    public static MediaTypes AcceptedBy(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || accept.All(string.IsNullOrWhiteSpace)) return new(Json, Streams: false);
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges)) return new(null, Streams: false);

        // A tie between the two goes to the one whose status says more, unless only a wildcard speaks for it.
        var json = Wish(ranges, Json);
        var graph = Wish(ranges, GraphResponse);
        var wins = graph.Quality > json.Quality || (graph.Quality == json.Quality && graph.Named);
        var single = graph.Quality == 0 && json.Quality == 0 ? null : wins ? GraphResponse : Json;
        return new(single, Wish(ranges, EventStream) is { Named: true, Quality: > 0 });
    }

    /// <summary>Whether this is a browser that wants a page.</summary>
    public static bool WantsPage(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges) && Wish(ranges, Html) is { Named: true, Quality: > 0 };

    /// <summary>How much a type is wanted, by the most specific range that covers it, and whether that range names it.</summary>
    private static (double Quality, bool Named) Wish(IList<MediaTypeHeaderValue> ranges, string type)
    {
        // ASP.NET's own IsSubsetOf takes application/json for a range over every +json.
        string[] covering = [type, $"{type[..type.IndexOf('/', StringComparison.Ordinal)]}/*", "*/*"];
        foreach (var cover in covering)
        {
            if (ranges.FirstOrDefault(range => range.MediaType.Equals(cover, StringComparison.OrdinalIgnoreCase) && IsUtf8(range)) is { } found)
                return (found.Quality ?? 1, Named: cover == type);
        }

        return (0, Named: false);
    }

    private static bool IsUtf8(MediaTypeHeaderValue range) =>
        !range.Charset.HasValue || HeaderUtilities.RemoveQuotes(range.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
