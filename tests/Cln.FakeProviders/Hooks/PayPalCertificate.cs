using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cln.FakeProviders.Hooks;

/// <summary>
/// The certificate that PayPal's webhooks are signed with, and the authority behind it, which only somebody who was told to will trust. Both are
/// kept beside the books: <c>paypal-ca.pem</c> is for <c>Gateways:PayPal:CertificateAuthority</c>.
/// </summary>
internal sealed class PayPalCertificate : IDisposable
{
    public const string CommonName = "messageverificationcerts.sandbox.paypal.com";

    private readonly RSA key;

    public PayPalCertificate(FakeSettings settings)
    {
        var (authority, leaf) = settings.Folder is { } folder ? Kept(folder) : Make();
        AuthorityPem = authority;
        var certificate = X509Certificate2.CreateFromPem(leaf, leaf);
        using (certificate)
        {
            Pem = certificate.ExportCertificatePem();
            Id = $"CERT-{certificate.Thumbprint[..16]}";
            key = certificate.GetRSAPrivateKey()!;
        }
    }

    /// <summary>The last part of the URL that it is served at.</summary>
    public string Id { get; }

    public string Pem { get; }

    public string AuthorityPem { get; }

    public byte[] Sign(byte[] message) => key.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Dispose() => key.Dispose();

    private static (string Authority, string Leaf) Kept(string folder)
    {
        Directory.CreateDirectory(folder);
        var (authority, leaf) = (Path.Combine(folder, "paypal-ca.pem"), Path.Combine(folder, "paypal-leaf.pem"));
        // The leaf is written last: one that is there has its authority.
        if (File.Exists(leaf)) return (File.ReadAllText(authority), File.ReadAllText(leaf));
        var made = Make();
        File.WriteAllText(authority, made.Authority);
        File.WriteAllText(leaf + ".new", made.Leaf);
        File.Move(leaf + ".new", leaf);
        return made;
    }

    private static (string Authority, string Leaf) Make()
    {
        // Valid at any time that a test's clock may show.
        var (from, until) = (new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var authorityKey = RSA.Create(2048);
        var authorityRequest = new CertificateRequest("CN=Fake PayPal authority", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(from, until);

        using var leafKey = RSA.Create(2048);
        var leafRequest = new CertificateRequest($"CN={CommonName}, O=\"PayPal, Inc.\"", leafKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        leafRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        leafRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        using var leaf = leafRequest.Create(authority, from, until, RandomNumberGenerator.GetBytes(8));
        return (authority.ExportCertificatePem() + "\n", leaf.ExportCertificatePem() + "\n" + leafKey.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
