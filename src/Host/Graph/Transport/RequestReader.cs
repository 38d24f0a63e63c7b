using System.Buffers;
using System.Text;
using Cln.Host.Documents;
using GraphQL;
using Microsoft.Net.Http.Headers;

namespace Cln.Host.Graph.Transport;

/// <summary>Makes the one <see cref="GraphRequest"/> out of a JSON body, of a query string, or of a socket's message.</summary>
internal static class RequestReader
{
    private static readonly string[] parameters = ["query", "documentId", "operationName", "variables", "extensions"];

    /// <summary>Reads a POST: <c>application/json</c> in UTF-8, uncompressed, and everything in the body.</summary>
    public static async Task<GraphRequest> FromBodyAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        RefuseOtherThanJson(request);
        if (parameters.Any(request.Query.ContainsKey))
            throw TransportError.InvalidRequest("A POST has its query or documentId, variables, operationName and extensions in the body, none of them in the URL.");
        if (request.ContentLength > limit) throw TransportError.TooLarge(limit);

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            try
            {
                if (read.Buffer.Length > limit) throw TransportError.TooLarge(limit);
                if (read.IsCompleted) return From(StrictJson.Read(read.Buffer));
            }
            finally
            {
                request.BodyReader.AdvanceTo(read.IsCompleted ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            }
        }
    }

    /// <summary>Reads a GET: each parameter at most once, <c>variables</c> and <c>extensions</c> as JSON objects.</summary>
    public static GraphRequest FromQueryString(HttpRequest request)
    {
        if (request.ContentType is not null) RefuseOtherThanJson(request);

        return From(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["query"] = One("query"),
            ["documentId"] = One("documentId"),
            ["operationName"] = One("operationName"),
            ["variables"] = Json("variables"),
            ["extensions"] = Json("extensions"),
        });

        string? One(string name) => request.Query[name] switch
        {
            { Count: 0 } => null,
            { Count: 1 } value => value[0],
            _ => throw TransportError.InvalidRequest($"\"{name}\" appears more than once in the URL."),
        };

        object? Json(string name) => One(name) is { } text ? StrictJson.Read(new(Encoding.UTF8.GetBytes(text))) : null;
    }

    /// <summary>The request that a JSON value describes.</summary>
    public static GraphRequest From(object? json)
    {
        if (json is List<object?>) throw TransportError.Batch();
        if (json is not Dictionary<string, object?> members) throw TransportError.InvalidRequest("A GraphQL request is a JSON object with a member \"query\".");

        var request = new GraphRequest(Member<string>("query", "a string"), Member<string>("operationName", "a string"), Inputs("variables"), Inputs("extensions"), Member<string>("documentId", "a string"));
        if (request is { Query: not null, DocumentId: not null }) throw TransportError.InvalidRequest("The request has a \"query\" and a \"documentId\": send the one or the other.");
        return request is { Query: null, DocumentId: null } && !PersistedQueries.IsAsked(request) ? throw TransportError.InvalidRequest("The request has no \"query\".") : request;

        T? Member<T>(string name, string kind)
            where T : class => members.GetValueOrDefault(name) switch
            {
                null => null,
                T value => value,
                _ => throw TransportError.InvalidRequest($"\"{name}\" must be {kind} or null."),
            };

        Inputs? Inputs(string name) => Member<Dictionary<string, object?>>(name, "an object") is { } values ? new Inputs(values) : null;
    }

    private static void RefuseOtherThanJson(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(MediaTypes.Json, StringComparison.OrdinalIgnoreCase))
            throw TransportError.UnsupportedMedia("Send the request as Content-Type: application/json.");
        if (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw TransportError.UnsupportedMedia("Send the request in UTF-8; no other charset is read.");
        if (request.Headers.ContentEncoding.Count > 0)
            throw TransportError.UnsupportedMedia("Send the request uncompressed; no Content-Encoding is read.");
    }
}
