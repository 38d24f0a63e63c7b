using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Cln.Billing;

/// <summary>The certificates with which PayPal signs events: fetched from PayPal's own hosts only, checked, and kept for a day.</summary>
internal sealed partial class PayPalCertificates(IHttpClientFactory clients, PayPalSettings settings, TimeProvider clock) : IDisposable
{
    /// <summary>The HTTP client that fetches them.</summary>
    public const string Fetching = "paypal-certificates";

    public const int Largest = 64 * 1024;

    private const int Most = 32;

    private const int SmallestKey = 2048;

    private static readonly TimeSpan kept = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, (X509Certificate2 Certificate, DateTimeOffset Until)> known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim one = new(1);
    private readonly Lazy<X509Certificate2Collection?> authority = new(() => Authority(settings.CertificateAuthority));

    /// <summary>The key of the certificate at this address; the caller disposes of it.</summary>
    /// <exception cref="WebhookRefused">The address isn't one of PayPal's certificates, or what is there isn't a certificate that PayPal signs events with.</exception>
    /// <remarks>Anything else that is thrown means that the certificate can't be had at the moment.</remarks>
    public async Task<RSA> KeyAsync(string address, CancellationToken cancellation)
    {
        var place = Place(address);
        if (Known(place) is { } ready) return ready;

        // One at a time: whoever sends us made-up events must not make us send as many requests.
        await one.WaitAsync(cancellation);
        try
        {
            if (Known(place) is { } fetched) return fetched;
            var certificate = Check(await FetchAsync(place, cancellation));
            if (known.Count >= Most) known.Clear();
            known[place.AbsoluteUri] = (certificate, clock.GetUtcNow() + kept);
            return certificate.GetRSAPublicKey()!;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private Uri Place(string address)
    {
        var safe = Uri.TryCreate(address, UriKind.Absolute, out var place) &&
            (place.Scheme == Uri.UriSchemeHttps || (settings.Plain && place.Scheme == Uri.UriSchemeHttp)) &&
            settings.CertificateHosts.Contains(place.Authority, StringComparer.Ordinal) &&
            place is { UserInfo: "", Query: "", Fragment: "" } && Form().IsMatch(place.AbsolutePath);
        return safe ? place! : throw new WebhookRefused("The certificate's address isn't one of PayPal's.");
    }

    private RSA? Known(Uri place)
    {
        var now = clock.GetUtcNow();
        return known.TryGetValue(place.AbsoluteUri, out var entry) && entry.Until > now && entry.Certificate.NotAfter.ToUniversalTime() > now.UtcDateTime ? entry.Certificate.GetRSAPublicKey() : null;
    }

    private async Task<X509Certificate2Collection> FetchAsync(Uri place, CancellationToken cancellation)
    {
        using var client = clients.CreateClient(Fetching);
        using var response = await client.GetAsync(place, cancellation);
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 500 and not 408 and not 429) throw new WebhookRefused($"There is no certificate at its address ({status}).");
        response.EnsureSuccessStatusCode();
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
        if (bytes.Length > Largest) throw new WebhookRefused("The certificate is too large.");
        X509Certificate2Collection found = [];
        try
        {
            found.ImportFromPem(Encoding.ASCII.GetString(bytes));
        }
        catch (CryptographicException)
        {
            found.Clear();
        }

        return found.Count > 0 ? found : throw new WebhookRefused("What is at the certificate's address is no certificate.");
    }

    /// <summary>The first is PayPal's own; the others lead from it to a root.</summary>
    private X509Certificate2 Check(X509Certificate2Collection found)
    {
        var certificate = found[0];
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = clock.GetUtcNow().UtcDateTime;
        foreach (var other in found.Skip(1)) chain.ChainPolicy.ExtraStore.Add(other);
        if (authority.Value is { } roots)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        }

        if (!chain.Build(certificate)) throw new WebhookRefused($"The certificate isn't trusted: {string.Join(", ", chain.ChainStatus.Select(status => status.Status))}.");
        if (certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) != settings.CertificateName) throw new WebhookRefused("The certificate is somebody else's.");
        using var key = certificate.GetRSAPublicKey();
        return key is { KeySize: >= SmallestKey } ? certificate : throw new WebhookRefused("The certificate's key is too weak.");
    }

    private static X509Certificate2Collection? Authority(string? file)
    {
        if (file is null) return null;
        X509Certificate2Collection roots = [];
        roots.ImportFromPemFile(file);
        return roots;
    }

    [GeneratedRegex(@"^/v1/notifications/certs/[A-Za-z0-9_-]{1,128}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
