using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Cln.Host.Webhooks;

/// <summary>Secrets, keys and signatures as the Standard Webhooks specification has them: HMAC-SHA256 (<c>v1</c>) and Ed25519 (<c>v1a</c>), side by side.</summary>
internal static class WebhookSigning
{
    private const string SecretPrefix = "whsec_";
    private const string KeyPrefix = "whsk_";
    private const string PublicPrefix = "whpk_";

    private static readonly Ed25519 algorithm = SignatureAlgorithm.Ed25519;

    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static string NewKey() => KeyPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static string PublicOf(string signingKey)
    {
        using var key = Open(signingKey);
        return PublicPrefix + Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>The header <c>webhook-signature</c>: by the secret and the key of now and, as long as those work, by the ones before.</summary>
    public static string Header(Webhook hook, string id, DateTimeOffset at, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.")), .. body];
        List<string> signatures = [ByHmac(hook.Secret, content), ByKey(hook.SigningKey, content)];
        if (hook is { OldSecret: { } secret, OldSigningKey: { } key } && hook.OldSecretEndsAt > now) signatures.AddRange([ByHmac(secret, content), ByKey(key, content)]);
        return string.Join(' ', signatures);
    }

    private static string ByHmac(string secret, byte[] content) => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretPrefix.Length..]), content))}";

    private static string ByKey(string signingKey, byte[] content)
    {
        using var key = Open(signingKey);
        return $"v1a,{Convert.ToBase64String(algorithm.Sign(key, content))}";
    }

    private static Key Open(string signingKey) => Key.Import(algorithm, Convert.FromBase64String(signingKey[KeyPrefix.Length..]), KeyBlobFormat.RawPrivateKey);
}
