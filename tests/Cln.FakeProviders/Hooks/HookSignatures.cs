using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cln.FakeProviders.Hooks;

/// <summary>The headers by which a webhook is known to be a provider's, as each of them makes them.</summary>
internal sealed class HookSignatures(PayPalCertificate certificate)
{
    public static KeyValuePair<string, string> Stripe(byte[] body, IEnumerable<string> secrets, DateTimeOffset at)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new("Stripe-Signature", $"t={time}," + string.Join(',', secrets.Select(secret => $"v1={StripeDigest(body, secret, time)}")));
    }

    public static string StripeDigest(byte[] body, string secret, string time) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.ASCII.GetBytes(time + "."), .. body]));

    /// <param name="body">What is sent.</param>
    /// <param name="transmission">The transmission's id.</param>
    /// <param name="webhook">The webhook's id.</param>
    /// <param name="at">When it is sent.</param>
    /// <param name="certificates">The URL under which certificates are served.</param>
    /// <param name="forged">Signed with a key that isn't the certificate's.</param>
    public IEnumerable<KeyValuePair<string, string>> PayPal(byte[] body, string transmission, string webhook, DateTimeOffset at, string certificates, bool forged)
    {
        var time = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var message = Encoding.UTF8.GetBytes(PayPalMessage(body, transmission, time, webhook));
        yield return new("PAYPAL-TRANSMISSION-ID", transmission);
        yield return new("PAYPAL-TRANSMISSION-TIME", time);
        yield return new("PAYPAL-TRANSMISSION-SIG", Convert.ToBase64String(forged ? Forge(message) : certificate.Sign(message)));
        yield return new("PAYPAL-CERT-URL", $"{certificates}/{certificate.Id}");
        yield return new("PAYPAL-AUTH-ALGO", "SHA256withRSA");
        yield return new("PAYPAL-AUTH-VERSION", "v2");
    }

    public static string PayPalMessage(byte[] body, string transmission, string time, string webhook) =>
        string.Create(CultureInfo.InvariantCulture, $"{transmission}|{time}|{webhook}|{Crc32(body)}");

    /// <summary>CRC-32/IEEE.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var next in bytes)
        {
            crc ^= next;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320 & (0u - (crc & 1)));
        }

        return ~crc;
    }

    private static byte[] Forge(byte[] message)
    {
        using var key = RSA.Create(2048);
        return key.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
