using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Cln.Host.Access;

/// <summary>Secrets that callers bring: 32 random bytes, shown once, kept as a hash. A prefix tells people and secret scanners what it is.</summary>
internal static class Secret
{
    public const string SessionPrefix = "cln_session_";
    public const string TokenPrefix = "cln_token_";

    /// <summary>So much of a token's secret as may be shown again, to recognise it by.</summary>
    public static string Shown(string token) => token[..(TokenPrefix.Length + 4)];

    public static string New(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 is enough for secrets that nobody can guess.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
