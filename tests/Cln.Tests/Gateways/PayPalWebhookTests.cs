using System.Net;
using System.Text;
using Cln.Billing;

namespace Cln.Tests.Gateways;

/// <summary>What stands in the inbox after a delivery, genuine or not.</summary>
public sealed class PayPalWebhookTests
{
    private const string Event =
        """{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED","resource":{"id":"CAP-1","supplementary_data":{"related_ids":{"order_id":"ORDER-1"}}},"links":[{"rel":"self","href":"https://api.sandbox.paypal.com/v1/notifications/webhooks-events/WH-1"}]}""";

    [Fact]
    public async Task A_genuine_event_is_stored_once_however_often_it_is_delivered()
    {
        await using var place = await Place.StartAsync();

        HttpStatusCode[] answers = [await place.DeliverAsync(place.Signer.Deliver(Event)), await place.DeliverAsync(place.Signer.Deliver(Event)), await place.DeliverAsync(place.Signer.Deliver(Event, id: "tx-2"))];

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(["WH-1 Received"], await place.World.InboxAsync());
    }

    [Fact]
    public async Task A_forged_event_with_the_genuine_checksum_is_refused_beside_the_genuine_one()
    {
        await using var place = await Place.StartAsync();
        var genuine = place.Signer.Deliver(Event);
        var forged = PayPalSigner.Forge(Event, Event.Replace("WH-1", "WH-9", StringComparison.Ordinal).Replace("CAP-1", "CAP-9", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, await place.DeliverAsync(genuine));
        Assert.Equal(HttpStatusCode.BadRequest, await place.DeliverAsync(genuine with { Body = Encoding.UTF8.GetBytes(forged) }));

        Assert.Equal(["WH-1 Received"], await place.World.InboxAsync());
    }

    [Fact]
    public async Task A_wrong_signature_host_age_webhook_or_mode_is_refused_and_leaves_nothing()
    {
        await using var place = await Place.StartAsync();
        WebhookRequest[] deliveries =
        [
            place.Signer.Deliver(Event, instead: ("PAYPAL-TRANSMISSION-SIG", Convert.ToBase64String(new byte[256]))),
            place.Signer.Deliver(Event, url: "https://certificates.example/v1/notifications/certs/CERT-1"),
            place.Signer.Deliver(Event, url: "https://api.paypal.com/v1/notifications/certs/CERT-1"),
            place.Signer.Deliver(Event, at: World.Begins.AddDays(-5)),
            place.Signer.Deliver(Event, webhookId: "WH-THEIRS"),
            place.Signer.Deliver(Event.Replace("api.sandbox.paypal.com", "api.paypal.com", StringComparison.Ordinal)),
            place.Signer.Deliver("garbage"),
            place.Signer.Deliver(Event) with { Body = Encoding.UTF8.GetBytes(Event + "x") },
        ];

        foreach (var delivery in deliveries) Assert.Equal(HttpStatusCode.BadRequest, await place.DeliverAsync(delivery));
        Assert.Equal(HttpStatusCode.BadRequest, await place.World.DeliverAsync("paypal", Encoding.UTF8.GetBytes(Event)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await place.DeliverAsync(place.Signer.Deliver(new string(' ', 300 * 1024))));

        Assert.Empty(await place.World.InboxAsync());
    }

    [Fact]
    public async Task A_redirecting_certificate_address_is_refused_and_not_followed()
    {
        await using var place = await Place.StartAsync();
        place.Script.On(PayPalSigner.CertificateCall, ScriptedPayPal.Json(302, "", ("Location", "https://certificates.example/CERT-1")));

        Assert.Equal(HttpStatusCode.BadRequest, await place.DeliverAsync(place.Signer.Deliver(Event)));

        Assert.Single(place.Script.Calls);
        Assert.Empty(await place.World.InboxAsync());
    }

    [Fact]
    public async Task A_certificate_host_that_is_down_has_PayPal_send_it_again()
    {
        await using var place = await Place.StartAsync();
        place.World.ExpectsErrors = true;
        place.Script.On(PayPalSigner.CertificateCall, ScriptedPayPal.Fails(new HttpRequestException(HttpRequestError.ConnectionError, "down")), ScriptedPayPal.Bytes(Encoding.ASCII.GetBytes(place.Signer.Pem)));

        Assert.Equal(HttpStatusCode.InternalServerError, await place.DeliverAsync(place.Signer.Deliver(Event)));
        Assert.Empty(await place.World.InboxAsync());
        Assert.Equal(HttpStatusCode.OK, await place.DeliverAsync(place.Signer.Deliver(Event)));
    }

    private sealed record Place(World World, ScriptedPayPal Script, PayPalSigner Signer) : IAsyncDisposable
    {
        public static async Task<Place> StartAsync()
        {
            var signer = new PayPalSigner();
            var script = new ScriptedPayPal();
            script.On(PayPalSigner.CertificateCall, ScriptedPayPal.Bytes(Encoding.ASCII.GetBytes(signer.Pem)));
            return new(await PayPalWorld.StartAsync(script, ("Gateways:PayPal:CertificateAuthority", signer.AuthorityFile)), script, signer);
        }

        public Task<HttpStatusCode> DeliverAsync(WebhookRequest delivery) =>
            World.DeliverAsync("paypal", delivery.Body.ToArray(), [.. delivery.Headers.Select(header => (header.Key, header.Value.ToString()))]);

        public async ValueTask DisposeAsync()
        {
            await World.DisposeAsync();
            Signer.Dispose();
        }
    }
}
