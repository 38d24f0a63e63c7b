using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cln.Host.Access.Factors;

/// <summary>The codes of authenticator apps: RFC 6238 with SHA-1, 30 seconds and six digits, which is what all of them understand.</summary>
internal static class Totp
{
    public const int Digits = 6;

    private const int StepSeconds = 30;
    private const int SecretBytes = 20;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static long StepAt(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / StepSeconds;

    public static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238 is HMAC-SHA-1, of which no weakness is known; apps ignore another algorithm.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var truncated = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & int.MaxValue;
        return (truncated % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is: the one of now or a neighbour, since clocks differ, and later than the last one that was used. Null when it is none's.</summary>
    public static long? Find(byte[] secret, string code, DateTimeOffset now, long after)
    {
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), Encoding.UTF8.GetBytes(code))) return step > after ? step : null;
        }

        return null;
    }

    /// <summary>RFC 4648, as people type it into an app.</summary>
    public static string Base32(byte[] bytes)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < bytes.Length * 8; bit += 5)
        {
            var pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[(bit / 8) + 1] : 0);
            text.Append(Letters[(pair >> (11 - (bit % 8))) & 31]);
        }

        return text.ToString();
    }

    /// <summary>What an app reads from a QR code.</summary>
    public static string Address(string issuer, string login, byte[] secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(login)}?secret={Base32(secret)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";
}
