using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Cln.Billing;
using Cln.Tests.Data;
using Microsoft.AspNetCore.Http;

namespace Cln.Tests.Gateways;

/// <summary>Signs events as PayPal does, under an authority of the test's own.</summary>
internal sealed class PayPalSigner : IDisposable
{
    public const string CertificateUrl = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1";

    public const string CertificateCall = "GET /v1/notifications/certs/CERT-1";

    private readonly RSA authorityKey = RSA.Create(2048);
    private readonly RSA key;
    private readonly X509Certificate2 authority;

    public PayPalSigner(string name = "messageverificationcerts.sandbox.paypal.com", int bits = 2048, int validDays = 3650)
    {
        key = RSA.Create(bits);
        var from = World.Begins.AddDays(-10);
        var authorityRequest = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority = authorityRequest.CreateSelfSigned(from, from.AddYears(20));
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using var leaf = request.Create(authority, from, from.AddDays(validDays), [1, 2, 3]);
        Pem = leaf.ExportCertificatePem();
        AuthorityFile = Path.Combine(TestFolder.Create(), "authority.pem");
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());
    }

    public string Pem { get; }

    public string AuthorityFile { get; }

    public WebhookRequest Deliver(string body, string id = "tx-1", DateTimeOffset? at = null, string webhookId = "WH-OURS", string url = CertificateUrl, params (string Name, string Value)[] instead)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var time = (at ?? World.Begins).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var signature = key.SignData(Encoding.UTF8.GetBytes(PayPalSignature.Message(id, time, webhookId, bytes)), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var headers = new HeaderDictionary
        {
            ["PAYPAL-TRANSMISSION-ID"] = id,
            ["PAYPAL-TRANSMISSION-TIME"] = time,
            ["PAYPAL-TRANSMISSION-SIG"] = Convert.ToBase64String(signature),
            ["PAYPAL-CERT-URL"] = url,
            ["PAYPAL-AUTH-ALGO"] = "SHA256withRSA",
            ["PAYPAL-AUTH-VERSION"] = "v2",
        };
        foreach (var (name, value) in instead) headers[name] = value;
        return new(headers, bytes);
    }

    /// <summary>
    /// Other text with the checksum of the first: 64 blanks behind it are each a space or a tab, which JSON ignores. A bit of the checksum
    /// turns with each, linearly, so that solving as many equations as it has bits tells which.
    /// </summary>
    public static string Forge(string genuine, string forged)
    {
        var body = Encoding.UTF8.GetBytes(forged + new string(' ', 64));
        var wanted = Crc32.Of(Encoding.UTF8.GetBytes(genuine)) ^ Crc32.Of(body);
        List<(uint Effect, ulong Blanks)> basis = [];
        for (var blank = 0; blank < 64; blank++)
        {
            var turned = (byte[])body.Clone();
            turned[body.Length - 64 + blank] = (byte)'\t';
            var (effect, blanks) = Reduce(basis, Crc32.Of(turned) ^ Crc32.Of(body), 1UL << blank);
            if (effect != 0) basis.Add((effect, blanks));
        }

        var (left, chosen) = Reduce(basis, wanted, 0);
        Assert.Equal(0u, left);
        for (var blank = 0; blank < 64; blank++)
        {
            if ((chosen >> blank & 1) == 1) body[body.Length - 64 + blank] = (byte)'\t';
        }

        return Encoding.UTF8.GetString(body);
    }

    public void Dispose()
    {
        authority.Dispose();
        authorityKey.Dispose();
        key.Dispose();
    }

    private static (uint Effect, ulong Blanks) Reduce(List<(uint Effect, ulong Blanks)> basis, uint effect, ulong blanks)
    {
        foreach (var one in basis.OrderByDescending(one => one.Effect))
        {
            if ((effect ^ one.Effect) < effect) (effect, blanks) = (effect ^ one.Effect, blanks ^ one.Blanks);
        }

        return (effect, blanks);
    }
}
