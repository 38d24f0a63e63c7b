using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Cln.Servers;

/// <summary>What a server proves itself with at each check-in: 256 random bits, of which we keep only a hash.</summary>
internal static class ServerSecret
{
    /// <summary>Tells people, and scanners of leaked files, what they have found.</summary>
    private const string Prefix = "cln_server_";

    private static readonly byte[] nobodys = SHA256.HashData(RandomNumberGenerator.GetBytes(32));

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>So many random bits need no salt and no slow hash.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Takes the same time whether there is such a server or not, and wherever the secrets differ.</summary>
    public static bool Matches(string secret, string? hash)
    {
        var expected = hash is null ? nobodys : Convert.FromHexString(hash);
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), expected) && hash is not null;
    }
}
