using System.Text;
using Cln.Billing;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Gateways;

/// <summary>Which events are PayPal's.</summary>
public sealed class PayPalSignatureTests
{
    private const string Event =
        """{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED","resource":{"id":"CAP-1","custom_id":"key-1","supplementary_data":{"related_ids":{"order_id":"ORDER-1"}}},"links":[{"rel":"self","href":"https://api.sandbox.paypal.com/v1/notifications/webhooks-events/WH-1"}]}""";

    [Theory]
    [InlineData("", 0u)]
    [InlineData("test_string", 157791623u)]
    [InlineData("123456789", 0xCBF43926u)]
    public void The_checksum_is_that_of_the_standard(string text, uint expected) => Assert.Equal(expected, Crc32.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void What_is_signed_is_the_deliverys_name_and_time_our_webhook_and_the_checksum() =>
        Assert.Equal("b2384410|2015-05-12T18:14:14Z|3RN13029J36659323|157791623", PayPalSignature.Message("b2384410", "2015-05-12T18:14:14Z", "3RN13029J36659323", "test_string"u8));

    [Fact]
    public async Task A_genuine_event_says_what_it_is_about_and_the_certificate_is_fetched_once_a_day()
    {
        using var signer = new PayPalSigner();
        await using var place = await StartAsync(signer);

        var read = await place.ReadAsync(signer.Deliver(Event));
        await place.ReadAsync(signer.Deliver(Event, id: "tx-2"));
        var before = place.Script.CallsOf(PayPalSigner.CertificateCall).Count();
        place.World.Clock.Advance(TimeSpan.FromHours(25));
        await place.ReadAsync(signer.Deliver(Event, id: "tx-3", at: place.World.Clock.GetUtcNow()));

        Assert.Equal(("WH-1", "PAYMENT.CAPTURE.COMPLETED", "key-1", "tx-1"), (read.Id, read.Type, read.Key, read.DeliveryId));
        Assert.Equal(["CAP-1", "ORDER-1"], read.About);
        Assert.Equal((1, 2), (before, place.Script.CallsOf(PayPalSigner.CertificateCall).Count()));
    }

    [Fact]
    public async Task A_forged_event_can_have_the_genuine_signature_so_that_it_is_known_by_its_delivery_alone()
    {
        using var signer = new PayPalSigner();
        await using var place = await StartAsync(signer);
        var forged = PayPalSigner.Forge(Event, Event.Replace("CAP-1", "CAP-2", StringComparison.Ordinal));

        var genuine = await place.ReadAsync(signer.Deliver(Event));
        var read = await place.ReadAsync(signer.Deliver(Event) with { Body = Encoding.UTF8.GetBytes(forged) });

        Assert.Equal(["CAP-2", "ORDER-1"], read.About);
        Assert.Equal(genuine.DeliveryId, read.DeliveryId);
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "a signature that isn't base64", "PAYPAL-TRANSMISSION-SIG", "%%%" }, { "another signature", "PAYPAL-TRANSMISSION-SIG", Convert.ToBase64String(new byte[256]) },
        { "another delivery", "PAYPAL-TRANSMISSION-ID", "tx-9" }, { "another time", "PAYPAL-TRANSMISSION-TIME", "2026-11-10T12:00:01Z" }, { "no time", "PAYPAL-TRANSMISSION-TIME", "yesterday" },
        { "a separator", "PAYPAL-TRANSMISSION-ID", "tx|1" }, { "another algorithm", "PAYPAL-AUTH-ALGO", "NONE" }, { "a header that is empty", "PAYPAL-TRANSMISSION-ID", "" },
        { "another host", "PAYPAL-CERT-URL", "https://api.sandbox.paypal.com.evil.example/v1/notifications/certs/CERT-1" }, { "the other mode's host", "PAYPAL-CERT-URL", "https://api.paypal.com/v1/notifications/certs/CERT-1" },
        { "plain http", "PAYPAL-CERT-URL", "http://api.sandbox.paypal.com/v1/notifications/certs/CERT-1" }, { "another port", "PAYPAL-CERT-URL", "https://api.sandbox.paypal.com:8443/v1/notifications/certs/CERT-1" },
        { "a user", "PAYPAL-CERT-URL", "https://api.sandbox.paypal.com@evil.example/v1/notifications/certs/CERT-1" }, { "a user before", "PAYPAL-CERT-URL", "https://evil@api.sandbox.paypal.com/v1/notifications/certs/CERT-1" },
        { "a query", "PAYPAL-CERT-URL", "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1?a=b" }, { "a fragment", "PAYPAL-CERT-URL", "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1#a" },
        { "another path", "PAYPAL-CERT-URL", "https://api.sandbox.paypal.com/v1/notifications/certs/../CERT-1" }, { "a longer path", "PAYPAL-CERT-URL", "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1/x" },
        { "no address", "PAYPAL-CERT-URL", "CERT-1" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task An_event_with_a_wrong_header_is_refused(string what, string header, string value)
    {
        using var signer = new PayPalSigner();
        await using var place = await StartAsync(signer);

        var refused = await Assert.ThrowsAsync<WebhookRefused>(() => place.ReadAsync(signer.Deliver(Event, instead: (header, value))));

        Assert.True(refused.Message.Length > 0, what);
    }

    [Theory]
    [InlineData("WH-THEIRS", 0)]
    [InlineData("WH-OURS", -97)]
    [InlineData("WH-OURS", 97)]
    public async Task An_event_for_another_webhook_or_of_another_week_is_refused(string webhookId, int hours)
    {
        using var signer = new PayPalSigner();
        await using var place = await StartAsync(signer);

        await Assert.ThrowsAsync<WebhookRefused>(() => place.ReadAsync(signer.Deliver(Event, webhookId: webhookId, at: World.Begins.AddHours(hours))));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("""{"id":"WH-1","event_type":"X","links":[{"href":"https://api.paypal.com/v1/notifications/webhooks-events/WH-1"}]}""")]
    public async Task What_is_no_event_or_is_live_in_the_sandbox_is_refused_though_it_is_signed(string body)
    {
        using var signer = new PayPalSigner();
        await using var place = await StartAsync(signer);

        await Assert.ThrowsAsync<WebhookRefused>(() => place.ReadAsync(signer.Deliver(body)));
    }

    [Theory]
    [InlineData("messageverificationcerts.paypal.com", 2048, 3650)]
    [InlineData("www.paypal.com", 2048, 3650)]
    [InlineData("messageverificationcerts.sandbox.paypal.com", 1024, 3650)]
    [InlineData("messageverificationcerts.sandbox.paypal.com", 2048, 9)]
    public async Task A_certificate_of_another_name_too_weak_or_expired_is_refused(string name, int bits, int validDays)
    {
        using var signer = new PayPalSigner(name, bits, validDays);
        await using var place = await StartAsync(signer);

        await Assert.ThrowsAsync<WebhookRefused>(() => place.ReadAsync(signer.Deliver(Event)));
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        using var signer = new PayPalSigner();
        using var other = new PayPalSigner();
        await using var place = await StartAsync(signer);
        place.Script.On(PayPalSigner.CertificateCall, ScriptedPayPal.Bytes(Encoding.ASCII.GetBytes(other.Pem)));

        Assert.Contains("isn't trusted", (await Assert.ThrowsAsync<WebhookRefused>(() => place.ReadAsync(other.Deliver(Event)))).Message);
    }

    [Fact]
    public async Task A_certificate_that_expires_while_it_is_kept_is_used_no_longer()
    {
        using var signer = new PayPalSigner(validDays: 11);
        await using var place = await StartAsync(signer);
        await place.ReadAsync(signer.Deliver(Event, at: World.Begins));
        place.World.Clock.Advance(TimeSpan.FromHours(23));
        await place.ReadAsync(signer.Deliver(Event, id: "tx-2"));

        place.World.Clock.Advance(TimeSpan.FromHours(2));

        await Assert.ThrowsAsync<WebhookRefused>(() => place.ReadAsync(signer.Deliver(Event, id: "tx-3")));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(404)]
    public async Task A_certificate_that_is_elsewhere_or_nowhere_refuses_the_event(int status)
    {
        using var signer = new PayPalSigner();
        await using var place = await StartAsync(signer);
        place.Script.On(PayPalSigner.CertificateCall, ScriptedPayPal.Json(status, "", ("Location", "https://evil.example/")));

        await Assert.ThrowsAsync<WebhookRefused>(() => place.ReadAsync(signer.Deliver(Event)));

        Assert.Single(place.Script.Calls, call => call.Name.Contains("cert", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(65 * 1024)]
    [InlineData(3)]
    public async Task What_is_too_large_for_a_certificate_or_isnt_one_refuses_the_event(int bytes)
    {
        using var signer = new PayPalSigner();
        await using var place = await StartAsync(signer);
        place.Script.On(PayPalSigner.CertificateCall, ScriptedPayPal.Bytes(new byte[bytes]));

        await Assert.ThrowsAsync<WebhookRefused>(() => place.ReadAsync(signer.Deliver(Event)));
    }

    [Fact]
    public async Task A_certificate_that_can_not_be_had_at_the_moment_neither_accepts_nor_refuses_the_event()
    {
        using var signer = new PayPalSigner();
        await using var place = await StartAsync(signer);
        place.Script.On(
            PayPalSigner.CertificateCall, ScriptedPayPal.Json(503, ""), ScriptedPayPal.Fails(new HttpRequestException(HttpRequestError.ConnectionError, "down")), ScriptedPayPal.Bytes(Encoding.ASCII.GetBytes(signer.Pem)));

        for (var tries = 0; tries < 2; tries++) Assert.IsNotType<WebhookRefused>(await Assert.ThrowsAnyAsync<Exception>(() => place.ReadAsync(signer.Deliver(Event))));
        Assert.Equal("WH-1", (await place.ReadAsync(signer.Deliver(Event))).Id);
    }

    private static async Task<Place> StartAsync(PayPalSigner signer)
    {
        var script = new ScriptedPayPal();
        script.On(PayPalSigner.CertificateCall, ScriptedPayPal.Bytes(Encoding.ASCII.GetBytes(signer.Pem)));
        return new(await PayPalWorld.StartAsync(script, ("Gateways:PayPal:CertificateAuthority", signer.AuthorityFile)), script);
    }

    private sealed record Place(World World, ScriptedPayPal Script) : IAsyncDisposable
    {
        public Task<WebhookEvent> ReadAsync(WebhookRequest delivery) =>
            World.Services.GetServices<IWebhookSource>().Single(source => source.Gateway == "paypal").ReadAsync(delivery, CancellationToken.None);

        public ValueTask DisposeAsync() => World.DisposeAsync();
    }
}
