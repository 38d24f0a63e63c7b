using System.Globalization;
using Cln.Host.Graph.Limits;
using GraphQL;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Cln.Host.Graph.Transport;

/// <summary>Writes one result as the body of a response, whole: it is serialised before the first byte is sent, so that a failure is still a 500.</summary>
internal sealed class Answers(ResultWriter results)
{
    private const string OurMistake = "INTERNAL_ERROR";

    private static readonly StringValues vary = new([HeaderNames.Accept, HeaderNames.AcceptEncoding, HeaderNames.Authorization, HeaderNames.Cookie]);

    /// <summary>
    /// Writes a result with the status of its media type: <c>application/json</c> says 200 whenever the request was one, and
    /// <c>application/graphql-response+json</c> says 400 when nothing was executed. Both say 500 when nothing was executed
    /// through our mistake, and 429 or 503 with Retry-After when the request is to come again later.
    /// </summary>
    public Task WriteAsync(HttpContext context, string mediaType, ExecutionResult result) =>
        WriteAsync(context, mediaType, status: null, result);

    public Task WriteAsync(HttpContext context, MediaTypes accepted, TransportError error)
    {
        if (error.Allow is { } allow) context.Response.Headers.Allow = allow;
        return WriteAsync(context, accepted.Single ?? MediaTypes.Json, error.Status, error.AsResult());
    }

    /// <summary>The refusal of a request that may come again as it is.</summary>
    public static Refusal? Waiting(ExecutionResult result) => result.Errors?.OfType<Refusal>().FirstOrDefault(refusal => refusal.Status is not null);

    private async Task WriteAsync(HttpContext context, string mediaType, int? status, ExecutionResult result)
    {
        var (written, told) = await results.WriteAsync(result, context.RequestAborted);
        using var body = written;

        var response = context.Response;
        response.StatusCode = status ?? StatusOf(mediaType, told);
        if (Waiting(told) is { RetryAfter: { } seconds }) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        response.ContentType = $"{mediaType}; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = context.RequestServices.GetRequiredService<Freshness>().Header;
        response.Headers.Vary = StringValues.Concat(response.Headers.Vary, vary);
        response.Headers.XContentTypeOptions = "nosniff";
        await response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
    }

    private static int StatusOf(string mediaType, ExecutionResult result)
    {
        if (Waiting(result) is { Status: { } status }) return status;
        if (result.Executed) return StatusCodes.Status200OK;
        if (result.Errors?.Any(error => error.Code == OurMistake) ?? false) return StatusCodes.Status500InternalServerError;
        return mediaType == MediaTypes.GraphResponse ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
    }
}
