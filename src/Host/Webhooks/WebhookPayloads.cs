using System.Text.Json;
using Cln.Host.Events;
using Cln.Host.Graph;
using Cln.Host.Graph.Transport;
using GraphQL;

namespace Cln.Host.Webhooks;

/// <summary>What there is to send of an event.</summary>
/// <param name="Body">Null when the document tells nothing of this event, or there was a problem.</param>
/// <param name="Problem">What is in the way.</param>
/// <param name="IsFinal">This delivery need not be tried again.</param>
/// <param name="Stop">Set when nothing at all is to be sent any more.</param>
internal sealed record WebhookPayload(byte[]? Body, string? Problem = null, bool IsFinal = false, WebhookStop? Stop = null);

/// <summary>Runs a webhook's document as the subscription that it is, on one event: as its owner, within the limits of the API.</summary>
internal sealed class WebhookPayloads(IServiceScopeFactory scopes, GraphExecutor executor, ResultWriter results, ILogger<WebhookPayloads> logger)
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    /// <param name="hook">The webhook.</param>
    /// <param name="delivery">Of what.</param>
    /// <param name="happened">The event; null when it is a test, or no longer kept.</param>
    /// <param name="rights">What its owner may do now; null when there is no owner any more.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<WebhookPayload> OfAsync(Webhook hook, WebhookDelivery delivery, EventRow? happened, IReadOnlyList<string>? rights, CancellationToken cancellation)
    {
        if (rights is null) return new(null, "Whoever made this webhook is no longer there.", IsFinal: true, WebhookStop.OwnerGone);
        if (delivery.Sequence is null) return new(Written(delivery, [JsonSerializer.SerializeToElement(new { test = true })]));
        if (happened is null) return new(null, "The event is no longer kept.", IsFinal: true);

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        enough.CancelAfter(patience);
        try
        {
            return await ToldAsync(hook, delivery, happened, rights, enough.Token);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            logger.LogError(failure, "What webhook {Webhook} is to be told of event {Sequence} could not be found out", hook.Id, happened.Sequence);
            return new(null, "Something went wrong on our side.");
        }
    }

    private async Task<WebhookPayload> ToldAsync(Webhook hook, WebhookDelivery delivery, EventRow happened, IReadOnlyList<string> rights, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().SignIn(FormattableString.Invariant($"webhook:{hook.Id}"), hook.UserId, hook.ResellerId, rights);
        scope.ServiceProvider.GetRequiredService<OneEvent>().Row = happened;
        var result = await executor.ExecuteKeptAsync(hook.Document, scope.ServiceProvider, cancellation);
        if (!result.IsStream()) return Refused(result);

        List<JsonElement> told = [];
        await foreach (var one in result.Stream().WithCancellation(cancellation))
        {
            using var text = JsonDocument.Parse(await results.TextAsync(one, cancellation));
            if (text.RootElement.TryGetProperty("errors", out var errors)) return new(null, Short($"The document could not be answered: {errors[0].GetProperty("message").GetString()}"));
            told.Add(text.RootElement.GetProperty("data").Clone());
        }

        if (told.Count > 0) return new(Written(delivery, told));

        // What was told before, and is asked for once more, is not forgotten.
        return delivery.Attempts == 1 ? new(null) : new(null, "The document tells nothing of this event any more.", IsFinal: true);
    }

    private static WebhookPayload Refused(ExecutionResult result)
    {
        var error = result.Errors?.FirstOrDefault();
        var ours = error is null or { Code: "INTERNAL_ERROR" or "CANCELED" };
        return new(null, Short($"The document is refused: {error?.Code} {error?.Message}"), IsFinal: !ours, ours ? null : WebhookStop.DocumentRefused);
    }

    /// <summary><c>{ type, timestamp, data }</c>, and where the subscription tells several things of one event the others as <c>more</c>.</summary>
    private static byte[] Written(WebhookDelivery delivery, List<JsonElement> told)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("type", delivery.Type);
            json.WriteString("timestamp", delivery.At.UtcDateTime);
            json.WritePropertyName("data");
            told[0].WriteTo(json);
            if (told.Count > 1)
            {
                json.WriteStartArray("more");
                foreach (var other in told.Skip(1)) other.WriteTo(json);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private static string Short(string text) => text.Length <= 300 ? text : text[..300];
}
