using System.Net;
using System.Text;
using Cln.Billing;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Gateways;

/// <summary>What tests about webhooks say to the world.</summary>
internal static class WebhookWorld
{
    public const string Secret = "whsec_of_the_world";

    /// <summary>Stripe is set up, and is where nobody listens.</summary>
    public static readonly (string Name, string? Value)[] StripeSettings =
    [
        ("Gateways:Stripe:SecretKey", "sk_test_world"), ("Gateways:Stripe:PublishableKey", "pk_test_world"),
        ("Gateways:Stripe:WebhookSecrets:0", Secret), ("Gateways:Stripe:ApiBase", "http://127.0.0.1:1"),
    ];

    public static string Event(string id, string type = "payment_intent.succeeded", string subject = """{"id":"pi_1","object":"payment_intent"}""", bool live = false) =>
        $$$"""{"id":"{{{id}}}","object":"event","livemode":{{{(live ? "true" : "false")}}},"type":"{{{type}}}","data":{"object":{{{subject}}}}}""";

    /// <summary>Delivers as Stripe does.</summary>
    public static Task<HttpStatusCode> StripeSaysAsync(this World world, string body, string secret = Secret, TimeSpan ago = default)
    {
        var at = (world.Clock.GetUtcNow() - ago).ToUnixTimeSeconds();
        return world.DeliverAsync("stripe", Encoding.UTF8.GetBytes(body), ("Stripe-Signature", $"t={at},v1={StripeSignatureTests.Sign(secret, at, body)}"));
    }

    public static async Task<HttpStatusCode> DeliverAsync(this World world, string gateway, byte[] body, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient { BaseAddress = world.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/{gateway}") { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>The events that were stored, oldest first: "evt_1 Done".</summary>
    public static async Task<IReadOnlyList<string>> InboxAsync(this World world)
    {
        await using var scope = world.PlatformScope();
        return [.. (await scope.ServiceProvider.GetRequiredService<ClnDbContext>().InboxEvents.AsNoTracking().OrderBy(told => told.Id).ToListAsync()).Select(told => $"{told.EventId} {told.State}")];
    }
}
