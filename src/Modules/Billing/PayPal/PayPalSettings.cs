using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Cln.Billing;

/// <summary>How this installation speaks with PayPal.</summary>
/// <param name="ClientId"><c>Gateways:PayPal:ClientId</c>: of the app in PayPal's developer console. Without it there is no PayPal here.</param>
/// <param name="ClientSecret"><c>Gateways:PayPal:ClientSecret</c>.</param>
/// <param name="WebhookId"><c>Gateways:PayPal:WebhookId</c>: PayPal's name for our webhook. Without it events aren't accepted.</param>
/// <param name="Live"><c>Gateways:PayPal:Live</c>: real money; false, PayPal's sandbox, where nothing is said.</param>
/// <param name="ApiBase"><c>Gateways:PayPal:ApiBase</c>: PayPal's address of that mode, where nothing is said. Production takes https only.</param>
/// <param name="CertificateHosts"><c>Gateways:PayPal:CertificateHosts:0…</c>: where certificates of events may come from; PayPal's hosts of that mode.</param>
/// <param name="CertificateAuthority"><c>Gateways:PayPal:CertificateAuthority</c>: a PEM file that is trusted in the place of the machine's roots. Production refuses it.</param>
/// <param name="SingleStep"><c>Gateways:PayPal:KeptCharges</c>: <c>IdFirst</c>, or <c>SingleStep</c> where PayPal doesn't take a kept wallet when it captures.</param>
internal sealed record PayPalSettings(
    string ClientId, string ClientSecret, string? WebhookId, bool Live, Uri ApiBase, IReadOnlyList<string> CertificateHosts, string? CertificateAuthority, bool SingleStep)
{
    /// <summary>The name that PayPal's certificates for events carry.</summary>
    public string CertificateName => Live ? "messageverificationcerts.paypal.com" : "messageverificationcerts.sandbox.paypal.com";

    /// <summary>Something on this machine plays PayPal, over plain http.</summary>
    public bool Plain => ApiBase.Scheme == Uri.UriSchemeHttp;

    /// <returns>Null when there is no PayPal here.</returns>
    /// <exception cref="InvalidOperationException">A setting is missing, has the wrong form, or isn't for production.</exception>
    public static PayPalSettings? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Gateways:PayPal");
        if (section["ClientId"] is not { Length: > 0 } clientId) return null;
        var production = (configuration[HostDefaults.EnvironmentKey] ?? Environments.Production) == Environments.Production;
        var live = LiveOf(section["Live"]);
        var hosts = section.GetSection("CertificateHosts").GetChildren().Select(host => host.Value).OfType<string>().Where(host => host.Length > 0).ToList();
        return new(
            clientId,
            section["ClientSecret"] is { Length: > 0 } secret ? secret : throw new InvalidOperationException("The setting Gateways:PayPal:ClientSecret is missing: it belongs to Gateways:PayPal:ClientId."),
            section["WebhookId"] is { Length: > 0 } webhook ? webhook : null,
            live,
            Address(section["ApiBase"], live, production),
            hosts.Count > 0 ? hosts : live ? ["api.paypal.com", "api-m.paypal.com"] : ["api.sandbox.paypal.com", "api-m.sandbox.paypal.com"],
            Authority(section["CertificateAuthority"], production),
            SingleStepOf(section["KeptCharges"]));
    }

    private static bool LiveOf(string? text) => text switch
    {
        null or "" => false,
        _ when bool.TryParse(text, out var said) => said,
        _ => throw new InvalidOperationException($"The setting Gateways:PayPal:Live is \"{text}\". It takes true or false."),
    };

    private static Uri Address(string? text, bool live, bool production)
    {
        if (text is not { Length: > 0 }) return new(live ? "https://api-m.paypal.com/" : "https://api-m.sandbox.paypal.com/");
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw new InvalidOperationException($"The setting Gateways:PayPal:ApiBase is \"{text}\". It takes an address that begins with https://.");
        return address.Scheme == Uri.UriSchemeHttps || !production
            ? address
            : throw new InvalidOperationException($"The setting Gateways:PayPal:ApiBase is \"{text}\". In production it takes an address that begins with https://: money isn't spoken of over plain http.");
    }

    private static string? Authority(string? file, bool production)
    {
        if (file is not { Length: > 0 }) return null;
        if (production)
            throw new InvalidOperationException("The setting Gateways:PayPal:CertificateAuthority is there. Whoever has that authority's key could send us events, so that production refuses to start with it: remove it.");
        return file;
    }

    private static bool SingleStepOf(string? text) => text switch
    {
        null or "" or "IdFirst" => false,
        "SingleStep" => true,
        _ => throw new InvalidOperationException($"The setting Gateways:PayPal:KeptCharges is \"{text}\". It takes IdFirst or SingleStep."),
    };
}
