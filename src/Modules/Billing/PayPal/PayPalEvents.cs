using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Cln.Billing;

/// <summary>What PayPal tells by itself: delivered to us, and asked for where a delivery may have got lost.</summary>
internal sealed class PayPalEvents(PayPalHttp http, PayPalSignature signature, PayPalSettings settings, TimeProvider clock) : IWebhookSource
{
    private const int PageSize = 100;

    private const int MostPages = 50;

    public string Gateway => PayPal.Name;

    public async Task<WebhookEvent> ReadAsync(WebhookRequest delivery, CancellationToken cancellation)
    {
        var deliveryId = await signature.VerifyAsync(delivery, cancellation);
        try
        {
            using var document = JsonDocument.Parse(delivery.Body);
            return Read(document.RootElement) with { DeliveryId = deliveryId };
        }
        catch (JsonException)
        {
            throw new WebhookRefused("It isn't JSON.");
        }
    }

    /// <summary>PayPal can't say which of its events didn't arrive, so that all of them are asked for.</summary>
    public async IAsyncEnumerable<WebhookEvent> MissedAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var path = $"v1/notifications/webhooks-events?start_time={Text(since)}&end_time={Text(clock.GetUtcNow())}&page_size={PageSize}";
        for (var page = 0; page < MostPages; page++)
        {
            var found = await http.GetAsync(path, PayPalWire.Default.WireEvents, cancellation);
            foreach (var one in found.Events ?? [])
            {
                if (Known(one) is { } read) yield return read;
            }

            if (found.Links.Find("next") is not { } next || !Uri.TryCreate(next, UriKind.Absolute, out var place) || found.Events is not { Count: > 0 }) yield break;
            path = place.PathAndQuery.TrimStart('/');
        }
    }

    private WebhookEvent? Known(JsonElement one)
    {
        try
        {
            return Read(one);
        }
        catch (WebhookRefused)
        {
            return null;
        }
    }

    /// <exception cref="WebhookRefused">It is no event, or one of the other mode.</exception>
    private WebhookEvent Read(JsonElement one)
    {
        if (one.Text("id") is not { Length: > 0 and <= 200 } id || one.Text("event_type") is not { Length: > 0 and <= 100 } type) throw new WebhookRefused("It is no event.");
        if (one.Each("links").Any(link => IsOfOtherMode(link.Text("href")))) throw new WebhookRefused(settings.Live ? "It is of PayPal's sandbox, and we are live." : "It is live, and we are in PayPal's sandbox.");
        var resource = one.Part("resource");
        var related = resource.Part("supplementary_data").Part("related_ids");
        List<string?> about = type.Split('.') switch
        {
            ["CHECKOUT", ..] => [resource.Text("id"), resource.Text("order_id")],
            ["PAYMENT", "CAPTURE", "REFUNDED" or "REVERSED"] => [.. Above(resource), related.Text("capture_id"), related.Text("order_id")],
            ["PAYMENT", "CAPTURE", ..] => [resource.Text("id"), related.Text("order_id")],
            ["CUSTOMER", "DISPUTE", ..] => [.. resource.Each("disputed_transactions").Select(transaction => transaction.Text("seller_transaction_id"))],
            _ => [],
        };

        // A refund's key is the refund's own.
        var key = type is "PAYMENT.CAPTURE.REFUNDED" or "PAYMENT.CAPTURE.REVERSED" || about.Count == 0 ? null : resource.Text("custom_id") ?? resource.Each("purchase_units").FirstOrDefault().Text("custom_id");
        return new(id, type, [.. about.OfType<string>().Where(name => name.Length is > 0 and <= 200).Distinct(StringComparer.Ordinal).Take(10)], key is { Length: <= 64 } ? key : null);
    }

    private bool IsOfOtherMode(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var place) && (settings.Live ? place.Host is "api.sandbox.paypal.com" or "api-m.sandbox.paypal.com" : place.Host is "api.paypal.com" or "api-m.paypal.com");

    /// <summary>The capture that a refund belongs to, by the end of its link.</summary>
    private static IEnumerable<string?> Above(JsonElement resource) =>
        resource.Each("links").Where(link => link.Text("rel") == "up").Select(link => Uri.TryCreate(link.Text("href"), UriKind.Absolute, out var place) ? place.Segments[^1].Trim('/') : null);

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>Parts of a message that may be anything: what isn't there, or isn't of its kind, is nothing.</summary>
internal static class Looseness
{
    extension(JsonElement element)
    {
        public JsonElement Part(string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var part) ? part : default;

        public string? Text(string name) => element.Part(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

        public IEnumerable<JsonElement> Each(string name) => element.Part(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
    }
}
