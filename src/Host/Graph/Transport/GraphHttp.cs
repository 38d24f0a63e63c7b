using Cln.Host.Graph.Limits;
using GraphQL;

namespace Cln.Host.Graph.Transport;

/// <summary>GraphQL over HTTP: a POST, or a GET that only reads, answered in the media type that the client accepts.</summary>
internal sealed class GraphHttp(Execute execute, Answers answers, EventStreams streams, Listeners listeners, TransportLimits limits, GraphLimits graphLimits, ErrorMask mask)
{
    private const string Methods = "GET, POST";

    public async Task HandleAsync(HttpContext context)
    {
        var accepted = MediaTypes.AcceptedBy(context.Request);
        try
        {
            await AnswerAsync(context, accepted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; there is nobody to answer.
        }
        catch (TransportError error)
        {
            await answers.WriteAsync(context, accepted, error);
        }
        catch (BadHttpRequestException broken)
        {
            await answers.WriteAsync(context, accepted, TransportError.Broken(broken));
        }
        catch (Exception unforeseen) when (!context.Response.HasStarted)
        {
            await answers.WriteAsync(context, accepted.Single ?? MediaTypes.Json, new ExecutionResult { Errors = [mask.Covered(unforeseen)] });
        }
    }

    private async Task AnswerAsync(HttpContext context, MediaTypes accepted)
    {
        if (accepted is { Single: null, Streams: false })
            throw TransportError.NotAcceptable($"This is answered as {MediaTypes.GraphResponse}, {MediaTypes.Json} or {MediaTypes.EventStream}: accept one of them.");

        var request = await ReadAsync(context);
        if (accepted.Streams && context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } heard]) context.RequestServices.GetRequiredService<ResumePoint>().Cursor = heard;
        var result = await execute(request, context.RequestServices, context.RequestAborted);

        if (result.IsStream() && !accepted.Streams)
            throw TransportError.NotAcceptable($"A subscription is answered as {MediaTypes.EventStream}, or over a WebSocket with the subprotocol {SocketTransport.Subprotocol}.");
        using var address = result.IsStream() ? listeners.Enter(context.Connection.RemoteIpAddress) : null;
        using var caller = result.IsStream() ? listeners.Enter(context.RequestServices.GetRequiredService<Caller>()) : null;
        if (result.IsStream() && (address is null || caller is null)) throw TransportError.TooManyListeners();
        if (result.IsStream() || (accepted.Single is null && Answers.Waiting(result) is null))
            await streams.WriteAsync(context, result);
        else
            await answers.WriteAsync(context, accepted.Single ?? MediaTypes.Json, result);
    }

    /// <summary>The request of a POST or a GET.</summary>
    /// <exception cref="TransportError">It isn't one.</exception>
    public async Task<GraphRequest> ReadAsync(HttpContext context)
    {
        var http = context.Request;
        if (!HttpMethods.IsGet(http.Method) && !HttpMethods.IsPost(http.Method))
            throw TransportError.Method(Methods, "Send operations by POST; queries may come by GET.");

        CrossSite.Refuse(http);
        if (HttpMethods.IsPost(http.Method))
        {
            var isAnonymous = context.RequestServices.GetRequiredService<Caller>().IsAnonymous;
            return await RequestReader.FromBodyAsync(http, isAnonymous ? limits.RequestBytes : limits.SignedInRequestBytes, context.RequestAborted);
        }

        var request = RequestReader.FromQueryString(http);
        return IsMutation(request) ? throw TransportError.MutationByGet() : request with { ReadsOnly = true };
    }

    /// <summary>Whether this request would run a mutation. What doesn't parse, or names no operation, runs nothing; the executor says so, and looks at stored documents.</summary>
    private bool IsMutation(GraphRequest request)
    {
        try
        {
            return request.Query is { } text && new KnownDocument(GraphDocuments.Parse(text, graphLimits), Measure.Nothing, IsValid: false).IsMutation(request.OperationName);
        }
        catch (ExecutionError)
        {
            return false;
        }
    }
}
