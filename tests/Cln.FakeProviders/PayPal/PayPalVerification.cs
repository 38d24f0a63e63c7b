using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cln.FakeProviders.Hooks;

namespace Cln.FakeProviders.PayPal;

/// <summary>The online way to verify a webhook: the event has to be spliced in as the bytes that came.</summary>
internal static class PayPalVerification
{
    public static async Task VerifyAsync(HttpContext http, PayPalCertificate certificate, Deliverer deliverer)
    {
        using var asked = await JsonDocument.ParseAsync(http.Request.Body);
        await Answer.Ok(new JsonObject { ["verification_status"] = IsGenuine(asked.RootElement, certificate, deliverer) ? "SUCCESS" : "FAILURE" }).WriteAsync(http);
    }

    private static bool IsGenuine(JsonElement asked, PayPalCertificate certificate, Deliverer deliverer)
    {
        if (Text("cert_url") != $"{deliverer.CertificateUrl}/{certificate.Id}" || Text("auth_algo") != "SHA256withRSA" || !asked.TryGetProperty("webhook_event", out var told)) return false;
        var message = HookSignatures.PayPalMessage(Encoding.UTF8.GetBytes(told.GetRawText()), Text("transmission_id"), Text("transmission_time"), Text("webhook_id"));
        using var signer = X509Certificate2.CreateFromPem(certificate.Pem);
        using var key = signer.GetRSAPublicKey()!;
        var signature = new byte[1024];
        return Convert.TryFromBase64String(Text("transmission_sig"), signature, out var length)
            && key.VerifyData(Encoding.UTF8.GetBytes(message), signature.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        string Text(string name) => asked.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
    }
}
