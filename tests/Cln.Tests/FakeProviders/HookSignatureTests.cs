using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using global::Cln.FakeProviders.Hooks;
using Stripe;

namespace Cln.Tests.FakeProviders;

/// <summary>Webhooks are signed as the real ones.</summary>
public sealed class HookSignatureTests
{
    [Theory]
    [InlineData("""{"id":"evt_1"}""", "c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925")]
    [InlineData("", "5967f3c560522fa40cf2876ebc3c3a08551dd6959aaade3b413460591895bdcc")]
    public void Stripe_s_signature_is_the_one_of_the_vectors(string body, string v1) =>
        Assert.Equal(
            KeyValuePair.Create("Stripe-Signature", $"t=1700000000,v1={v1}"),
            HookSignatures.Stripe(Encoding.UTF8.GetBytes(body), ["whsec_test"], DateTimeOffset.FromUnixTimeSeconds(1700000000)));

    [Theory]
    [InlineData("test_string", 157791623)]
    [InlineData("", 0)]
    public void The_checksum_is_the_one_of_the_vectors(string text, uint crc) => Assert.Equal(crc, HookSignatures.Crc32(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void PayPal_s_message_is_the_one_of_its_documentation() =>
        Assert.Equal(
            "b2384410-f8d2-11e4-8bf3-77339302725b|2015-05-12T18:14:14Z|3RN13029J36659323|157791623",
            HookSignatures.PayPalMessage("test_string"u8.ToArray(), "b2384410-f8d2-11e4-8bf3-77339302725b", "2015-05-12T18:14:14Z", "3RN13029J36659323"));

    [Fact]
    public async Task What_Stripe_sends_its_own_SDK_takes()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var receiver = await HookReceiver.StartAsync();
        await provider.AimAsync(receiver.Address, receiver.Address);
        var paid = await provider.PaidAsync();
        await provider.DeliverAsync();

        var (body, headers) = receiver.Received.ElementAt(1);
        var told = EventUtility.ConstructEvent(Encoding.UTF8.GetString(body), headers["Stripe-Signature"], FakeProvider.StripeSecret);

        Assert.Equal(("payment_intent.succeeded", paid.Id), (told.Type, ((PaymentIntent)told.Data.Object).Id));
        Assert.All(await provider.EventsAsync(), each => Assert.True(each.Delivered));
    }

    [Fact]
    public async Task What_PayPal_sends_is_signed_by_a_certificate_of_its_name_under_an_authority_that_can_be_trusted()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var receiver = await HookReceiver.StartAsync();
        await provider.AimAsync(receiver.Address, receiver.Address);
        await provider.CapturedAsync();
        await provider.DeliverAsync();

        var (body, headers) = receiver.Received.Last();
        using var certificate = X509Certificate2.CreateFromPem(await provider.Http.GetStringAsync(headers["PAYPAL-CERT-URL"].ToString()));
        using var authority = X509Certificate2.CreateFromPem(await provider.Http.GetStringAsync("/_ca.pem"));
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        using var key = certificate.GetRSAPublicKey()!;
        var message = $"{headers["PAYPAL-TRANSMISSION-ID"]}|{headers["PAYPAL-TRANSMISSION-TIME"]}|{FakeProvider.PayPalWebhook}|{HookSignatures.Crc32(body)}";

        Assert.True(chain.Build(certificate));
        Assert.Equal("messageverificationcerts.sandbox.paypal.com", certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        Assert.Equal(("SHA256withRSA", "v2"), (headers["PAYPAL-AUTH-ALGO"].ToString(), headers["PAYPAL-AUTH-VERSION"].ToString()));
        Assert.True(key.VerifyData(Encoding.UTF8.GetBytes(message), Convert.FromBase64String(headers["PAYPAL-TRANSMISSION-SIG"]!), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Theory]
    [InlineData("", "SUCCESS")]
    [InlineData(" ", "FAILURE")]
    public async Task PayPal_verifies_the_bytes_that_it_sent_and_no_others(string appended, string status)
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var receiver = await HookReceiver.StartAsync();
        await provider.AimAsync(receiver.Address, receiver.Address);
        await provider.CapturedAsync();
        await provider.DeliverAsync();
        var (body, headers) = receiver.Received.Last();
        var told = Encoding.UTF8.GetString(body).Insert(1, appended);

        using var answer = await provider.Http.PostAsync(
            "/v1/notifications/verify-webhook-signature",
            new StringContent(
                $$"""
                {"auth_algo":"{{headers["PAYPAL-AUTH-ALGO"]}}","cert_url":"{{headers["PAYPAL-CERT-URL"]}}","transmission_id":"{{headers["PAYPAL-TRANSMISSION-ID"]}}",
                "transmission_sig":"{{headers["PAYPAL-TRANSMISSION-SIG"]}}","transmission_time":"{{headers["PAYPAL-TRANSMISSION-TIME"]}}","webhook_id":"{{FakeProvider.PayPalWebhook}}","webhook_event":{{told}} }
                """));

        Assert.Equal(status, (await answer.JsonAsync()).Text("verification_status"));
    }
}
