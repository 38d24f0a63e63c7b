using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Cln.Billing;

/// <summary>The account at Stripe.</summary>
/// <param name="SecretKey"><c>Gateways:Stripe:SecretKey</c>: "sk_test_…", "sk_live_…" or a restricted "rk_…". Without it there is no Stripe.</param>
/// <param name="PublishableKey"><c>Gateways:Stripe:PublishableKey</c>: "pk_test_…" or "pk_live_…", for Stripe's form in the browser.</param>
/// <param name="WebhookSecrets"><c>Gateways:Stripe:WebhookSecrets:0</c>…: "whsec_…"; two while one is replaced by the other.</param>
/// <param name="ApiBase"><c>Gateways:Stripe:ApiBase</c>: where the API is, when it isn't Stripe's own.</param>
/// <param name="ScriptUrl"><c>Gateways:Stripe:ScriptUrl</c>: where Stripe.js is, when it isn't Stripe's own.</param>
internal sealed record StripeSettings(string SecretKey, string PublishableKey, IReadOnlyList<string> WebhookSecrets, Uri ApiBase, Uri ScriptUrl)
{
    private const string Theirs = "https://api.stripe.com";
    private const string TheirScript = "https://js.stripe.com/v3/";

    /// <summary>Real money: what belongs to the other mode isn't ours.</summary>
    public bool Live => IsLive(SecretKey);

    /// <returns>Null where Stripe isn't set up.</returns>
    /// <exception cref="InvalidOperationException">A setting is missing, has the wrong form, or doesn't go with another.</exception>
    public static StripeSettings? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Gateways:Stripe");
        string[] secrets = [.. section.GetSection("WebhookSecrets").GetChildren().Select(secret => secret.Value).OfType<string>().Where(secret => secret.Length > 0)];
        if (section["SecretKey"] is not { Length: > 0 } key)
        {
            return string.IsNullOrEmpty(section["PublishableKey"]) && secrets.Length == 0
                ? null
                : throw Wrong("SecretKey", "is missing while others of Stripe are there. It takes the secret key of the account, such as sk_test_…");
        }

        if (!IsKey(key, "sk", "rk")) throw Wrong("SecretKey", "has the wrong form. It takes a key that begins with sk_test_, sk_live_, rk_test_ or rk_live_.");
        if (section["PublishableKey"] is not { Length: > 0 } publishable || !IsKey(publishable, "pk"))
            throw Wrong("PublishableKey", "is missing or has the wrong form. It takes a key that begins with pk_test_ or pk_live_.");
        if (IsLive(publishable) != IsLive(key)) throw Wrong("PublishableKey", "belongs to the other mode than SecretKey: both are of test mode, or both are live.");
        if (Array.Find(secrets, secret => !secret.StartsWith("whsec_", StringComparison.Ordinal)) is not null)
            throw Wrong("WebhookSecrets", "has one of the wrong form. They begin with whsec_.");
        var environment = configuration[HostDefaults.EnvironmentKey] ?? Environments.Production;
        return new(key, publishable, secrets, ReadAddress(section, "ApiBase", Theirs, environment), ReadAddress(section, "ScriptUrl", TheirScript, environment));
    }

    /// <summary>Keys stay out of logs.</summary>
    public override string ToString() => $"Stripe at {ApiBase}, {(Live ? "live" : "test mode")}";

    private static Uri ReadAddress(IConfigurationSection section, string name, string usual, string environment)
    {
        var text = section[name] is { Length: > 0 } said ? said : usual;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw Wrong(name, $"is \"{text}\". It takes an address such as {usual}.");
        return address.Scheme == Uri.UriSchemeHttp && environment == Environments.Production
            ? throw Wrong(name, $"is \"{text}\". In production it takes an address that begins with https://.")
            : address;
    }

    private static bool IsKey(string key, params string[] kinds) =>
        Array.Exists(kinds, kind => key.StartsWith($"{kind}_test_", StringComparison.Ordinal) || key.StartsWith($"{kind}_live_", StringComparison.Ordinal));

    private static bool IsLive(string key) => key.Contains("_live_", StringComparison.Ordinal);

    private static InvalidOperationException Wrong(string name, string what) => new($"The setting Gateways:Stripe:{name} {what}");
}
