using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cln.Billing;

/// <summary>
/// Proves that an event is PayPal's. The signature covers the delivery's name and time, our webhook and a checksum of the body, which
/// forgers can keep: so that an event only ever says where to look.
/// </summary>
internal sealed class PayPalSignature(PayPalCertificates certificates, PayPalSettings settings, TimeProvider clock)
{
    /// <summary>PayPal tries for three days to deliver an event.</summary>
    private static readonly TimeSpan tolerance = TimeSpan.FromDays(4);

    private const int LongestName = 200;

    /// <summary>The text that is signed.</summary>
    public static string Message(string transmissionId, string time, string webhookId, ReadOnlySpan<byte> body) =>
        string.Create(CultureInfo.InvariantCulture, $"{transmissionId}|{time}|{webhookId}|{Crc32.Of(body)}");

    /// <returns>PayPal's name for the delivery.</returns>
    /// <exception cref="WebhookRefused">It isn't PayPal's, or isn't fresh.</exception>
    public async Task<string> VerifyAsync(WebhookRequest delivery, CancellationToken cancellation)
    {
        if (settings.WebhookId is not { } webhookId) throw new WebhookRefused("The setting Gateways:PayPal:WebhookId is missing, so that no event can be told from a forged one.");
        var id = Header(delivery.Headers, "PAYPAL-TRANSMISSION-ID");
        var time = Header(delivery.Headers, "PAYPAL-TRANSMISSION-TIME");
        if (id.Length > LongestName || id.Contains('|', StringComparison.Ordinal) || time.Contains('|', StringComparison.Ordinal)) throw new WebhookRefused("The delivery's name or time isn't one.");
        if (!string.Equals(Header(delivery.Headers, "PAYPAL-AUTH-ALGO"), "SHA256withRSA", StringComparison.OrdinalIgnoreCase)) throw new WebhookRefused("It is signed in a way that isn't PayPal's.");
        if (!DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var sentAt) || (clock.GetUtcNow() - sentAt).Duration() > tolerance)
            throw new WebhookRefused("It is older than four days, or from the future.");

        var signature = new byte[1024];
        if (!Convert.TryFromBase64String(Header(delivery.Headers, "PAYPAL-TRANSMISSION-SIG"), signature, out var length)) throw new WebhookRefused("Its signature isn't one.");
        using var key = await certificates.KeyAsync(Header(delivery.Headers, "PAYPAL-CERT-URL"), cancellation);
        var message = Encoding.UTF8.GetBytes(Message(id, time, webhookId, delivery.Body.Span));
        return key.VerifyData(message, signature.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ? id : throw new WebhookRefused("Its signature is wrong.");
    }

    private static string Header(IHeaderDictionary headers, string name) =>
        headers[name] is [{ Length: > 0 and <= 2000 } value] ? value : throw new WebhookRefused($"The header {name} is missing, is there twice, or is too long.");
}
