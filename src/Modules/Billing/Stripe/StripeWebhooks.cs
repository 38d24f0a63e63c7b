using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Stripe;

namespace Cln.Billing;

/// <summary>Stripe's webhooks: verified by our own code over the bytes as they came.</summary>
internal sealed class StripeWebhooks(StripeCalls calls, TimeProvider clock) : IWebhookSource
{
    private const int MostPages = 20;

    public string Gateway => StripeGateway.Name;

    public Task<WebhookEvent> ReadAsync(WebhookRequest delivery, CancellationToken cancellation)
    {
        StripeSignature.Verify(delivery.Headers["Stripe-Signature"], delivery.Body.Span, calls.Settings.WebhookSecrets, clock.GetUtcNow());
        return Task.FromResult(StripeEvents.Read(delivery.Body, calls.Settings.Live));
    }

    /// <summary>Those that Stripe couldn't deliver. It keeps them for 30 days.</summary>
    public async IAsyncEnumerable<WebhookEvent> MissedAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? last = null;
        for (var page = 0; page < MostPages; page++)
        {
            using var list = JsonDocument.Parse(await PageAsync(since, last, cancellation));
            foreach (var item in list.RootElement.GetProperty("data").EnumerateArray())
            {
                last = item.GetProperty("id").GetString();
                if (item.GetProperty("livemode").GetBoolean() == calls.Settings.Live) yield return StripeEvents.Read(item, calls.Settings.Live);
            }

            if (last is null || !list.RootElement.GetProperty("has_more").GetBoolean()) yield break;
        }
    }

    /// <summary>The raw page: the SDK's own reading of events fails on types that it doesn't know.</summary>
    private async Task<string> PageAsync(DateTimeOffset since, string? after, CancellationToken cancellation)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/v1/events?delivery_success=false&created[gte]={since.ToUnixTimeSeconds()}&limit=100{(after is null ? "" : $"&starting_after={after}")}");
        return await calls.RawAsync(path, cancellation);
    }
}
