using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>What the endpoint puts up with.</summary>
/// <param name="Patience">How long a body may take.</param>
internal sealed record WebhookLimits(TimeSpan Patience)
{
    public const int LargestBody = 256 * 1024;

    /// <summary>How many are read and verified at once, and how many wait for that.</summary>
    public const int AtOnce = 32;

    public const int Waiting = 512;

    public static readonly WebhookLimits Usual = new(TimeSpan.FromSeconds(10));
}

/// <summary><c>POST /webhooks/{gateway}</c>: verifies, stores, answers 200. The work comes later.</summary>
internal sealed class WebhookEndpoint(IEnumerable<IWebhookSource> sources, Apart apart, InboxWorker worker, WebhookLimits limits, ILogger<WebhookEndpoint> logger) : IDisposable
{
    private readonly ConcurrencyLimiter limiter = new(new() { PermitLimit = WebhookLimits.AtOnce, QueueLimit = WebhookLimits.Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/webhooks/{gateway}", (string gateway, HttpContext context) => context.RequestServices.GetRequiredService<WebhookEndpoint>().AnswerAsync(gateway, context));

    public void Dispose() => limiter.Dispose();

    private async Task<IResult> AnswerAsync(string gateway, HttpContext context)
    {
        if (sources.FirstOrDefault(source => source.Gateway == gateway) is not { } source) return Results.NotFound();
        using var turn = await limiter.AcquireAsync(1, context.RequestAborted);
        if (!turn.IsAcquired) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);

        var (body, refusal) = await ReadAsync(context);
        if (body is null)
        {
            // What is still to come of it isn't waited for.
            context.Response.Headers.Connection = "close";
            return Results.StatusCode(refusal);
        }

        try
        {
            var told = await source.ReadAsync(new(context.Request.Headers, body), context.RequestAborted);
            CrashPoint.Hit("C12");
            var isNew = await apart.CommitAsync((InboxRows rows) => rows.AddAsync(gateway, told, Convert.ToHexStringLower(SHA256.HashData(body)), context.RequestAborted), context.RequestAborted);
            CrashPoint.Hit("C13");
            if (isNew) worker.Wake();
            return Results.Ok();
        }
        catch (WebhookRefused refused)
        {
            logger.LogWarning("A webhook for {Gateway} from {Address} was refused: {Reason}", gateway, context.Connection.RemoteIpAddress, refused.Message);
            return Results.BadRequest();
        }
        catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested)
        {
            // Not stored: whoever sent it has to send it again.
            logger.LogError(failure, "A webhook of {Gateway} could not be stored", gateway);
            return Results.StatusCode(StatusCodes.Status500InternalServerError);
        }
    }

    /// <returns>The body as it came, or the status of a refusal: too large, too slow.</returns>
    private async Task<(byte[]? Body, int Refusal)> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > WebhookLimits.LargestBody) return (null, StatusCodes.Status413PayloadTooLarge);

        // Ours is the only limit on its size, so that it is always the answer that is wanted.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        var reader = context.Request.BodyReader;
        using var enough = new CancellationTokenSource(limits.Patience, TimeProvider.System);
        await using var ends = enough.Token.Register(reader.CancelPendingRead);
        using var read = new MemoryStream();
        try
        {
            for (var more = true; more;)
            {
                var part = await reader.ReadAsync(context.RequestAborted);
                var fits = read.Length + part.Buffer.Length <= WebhookLimits.LargestBody;
                if (fits) foreach (var piece in part.Buffer) read.Write(piece.Span);
                reader.AdvanceTo(part.Buffer.End);
                if (part.IsCanceled) return (null, StatusCodes.Status408RequestTimeout);
                if (!fits) return (null, StatusCodes.Status413PayloadTooLarge);
                more = !part.IsCompleted;
            }

            return (read.ToArray(), 0);
        }
        catch (BadHttpRequestException wrong)
        {
            return (null, wrong.StatusCode);
        }
    }
}
