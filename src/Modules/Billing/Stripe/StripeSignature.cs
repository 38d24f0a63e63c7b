using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cln.Billing;

/// <summary>The header <c>Stripe-Signature</c>: a time, and for each secret in use an HMAC of that time and the body's bytes.</summary>
internal static class StripeSignature
{
    /// <summary>How far the time may be from ours, in either direction.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    private const int LongestHeader = 4096;

    /// <exception cref="WebhookRefused">It isn't signed by any of the secrets, or not now.</exception>
    public static void Verify(string? header, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(header)) throw new WebhookRefused("There is no Stripe-Signature.");
        if (header.Length > LongestHeader) throw new WebhookRefused("The Stripe-Signature is too long.");
        var (time, signatures) = Parse(header);
        if (!IsSigned(time, signatures, body, secrets)) throw new WebhookRefused("None of our secrets has made the signature.");

        // Only whoever knows a secret learns that it is our clock that differs.
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) > (decimal)Tolerance.TotalSeconds)
            throw new WebhookRefused($"It was signed at {time}, and it is {now.ToUnixTimeSeconds()}: a replay, or a clock that is wrong.");
    }

    private static (string Time, List<byte[]> Signatures) Parse(string header)
    {
        string? time = null;
        List<byte[]> signatures = [];
        foreach (var part in header.Split(','))
        {
            if (part.Trim().Split('=', 2) is not [var name, var value]) continue;
            if (name == "t") time ??= value;
            if (name == "v1" && value.Length == 64 && value.All(char.IsAsciiHexDigit)) signatures.Add(Convert.FromHexString(value));
        }

        if (time is not { Length: > 0 and <= 16 } || !time.All(char.IsAsciiDigit)) throw new WebhookRefused("The Stripe-Signature has no time.");
        return (time, signatures);
    }

    /// <summary>Holds every signature against every secret, in a time that tells nothing.</summary>
    private static bool IsSigned(string time, List<byte[]> signatures, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets)
    {
        var prefix = Encoding.ASCII.GetBytes($"{time}.");
        var signed = false;
        foreach (var secret in secrets)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
            hmac.AppendData(prefix);
            hmac.AppendData(body);
            var expected = hmac.GetHashAndReset();
            foreach (var signature in signatures) signed |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }

        return signed;
    }
}
