using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Cln.Registration;

/// <summary>A secret that is handed out once and kept as a hash. It is random through and through, so that a plain SHA-256 can't be guessed back.</summary>
internal static class Secret
{
    /// <summary>The length of <see cref="HashOf"/>, in hexadecimal digits.</summary>
    public const int HashLength = 64;

    /// <summary>32 random bytes in base64url: 43 characters that can stand in a link.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
