using System.Globalization;
using System.Security.Cryptography;
using NSec.Cryptography;

namespace Cln.Billing;

/// <summary>The key that seals are signed with, in a file that only the host's own user can read. It is made when the first seal is.</summary>
internal sealed class SealKey(SealSettings settings)
{
    private static readonly SignatureAlgorithm algorithm = SignatureAlgorithm.Ed25519;

    /// <returns>The public key and the signature, in hexadecimal.</returns>
    public (string PublicKey, string Signature) Sign(string digest)
    {
        using var key = Open();
        return (PublicOf(key), Convert.ToHexStringLower(algorithm.Sign(key, Convert.FromHexString(digest))));
    }

    /// <summary>True when this host's key, or one that it is told to trust, has signed it.</summary>
    public bool Trusts(string publicKey)
    {
        if (settings.TrustedKeys.Contains(publicKey)) return true;
        if (!File.Exists(settings.KeyFile)) return false;
        using var own = Open();
        return PublicOf(own) == publicKey;
    }

    public static bool IsSigned(string digest, string publicKey, string signature) =>
        PublicKey.TryImport(algorithm, Bytes(publicKey), KeyBlobFormat.RawPublicKey, out var key) && algorithm.Verify(key!, Bytes(digest), Bytes(signature));

    private static byte[] Bytes(string hex) => hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : [];

    private static string PublicOf(Key key) => Convert.ToHexStringLower(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));

    private Key Open()
    {
        if (!File.Exists(settings.KeyFile)) Make();
        var seed = Bytes(File.ReadAllText(settings.KeyFile).Trim());
        return Key.TryImport(algorithm, seed, KeyBlobFormat.RawPrivateKey, out var key)
            ? key!
            : throw new InvalidOperationException($"The file {settings.KeyFile} holds no key for seals. It takes 64 hexadecimal digits, the seed of an Ed25519 key.");
    }

    /// <summary>The file appears whole or not at all, and a second host that makes one at the same moment takes the first one's.</summary>
    private void Make()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(settings.KeyFile)!);
        var unfinished = string.Create(CultureInfo.InvariantCulture, $"{settings.KeyFile}.{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var file = new StreamWriter(unfinished, options)) file.WriteLine(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
            File.Move(unfinished, settings.KeyFile, overwrite: false);
        }
        catch (IOException) when (File.Exists(settings.KeyFile))
        {
            File.Delete(unfinished);
        }
    }
}
