namespace Cln.FakeProviders;

/// <summary>What the program is told when it starts; the webhooks' targets may change later (<c>POST /_webhooks</c>).</summary>
internal sealed class FakeSettings(IConfiguration configuration)
{
    /// <summary><c>Fakes:Folder</c>: where the books are kept. Without it they are gone with the process.</summary>
    public string? Folder { get; } = configuration["Fakes:Folder"];

    /// <summary><c>Fakes:PublicUrl</c>: how a browser and the product reach this program. By default as they did.</summary>
    public string? PublicUrl { get; } = configuration["Fakes:PublicUrl"]?.TrimEnd('/');

    /// <summary><c>Fakes:CertificateUrl</c>: what PAYPAL-CERT-URL begins with, up to and without the certificate's id.</summary>
    public string? CertificateUrl { get; } = configuration["Fakes:CertificateUrl"]?.TrimEnd('/');

    /// <summary><c>Fakes:EndsWith</c>: the id of a process; when it ends, so does this one.</summary>
    public int? EndsWith { get; } = configuration.GetValue<int?>("Fakes:EndsWith");

    /// <summary><c>Fakes:Stripe:SecretKey</c>: the one key that Stripe knows. Without it every test key is good.</summary>
    public string? StripeKey { get; } = configuration["Fakes:Stripe:SecretKey"];

    /// <summary><c>Fakes:PayPal:ClientId</c> and <c>Fakes:PayPal:ClientSecret</c>: the one application that PayPal knows. Without them all are.</summary>
    public (string? Id, string? Secret) PayPalClient { get; } = (configuration["Fakes:PayPal:ClientId"], configuration["Fakes:PayPal:ClientSecret"]);

    /// <summary><c>Fakes:PayPal:ReportingLag</c>: how late PayPal reports a transaction, as a TimeSpan. The real one takes up to three hours.</summary>
    public TimeSpan ReportingLag { get; } = configuration.GetValue("Fakes:PayPal:ReportingLag", TimeSpan.Zero);

    /// <summary><c>Fakes:Webhooks:Automatic</c>: false leaves every delivery to <c>POST /_deliver</c>, for tests that want them one by one.</summary>
    public bool DeliversByItself { get; } = configuration.GetValue("Fakes:Webhooks:Automatic", defaultValue: true);

    /// <summary><c>Fakes:Webhooks:Stripe:Url</c> and <c>:Secret</c>.</summary>
    public HookTarget Stripe { get; } = new(configuration["Fakes:Webhooks:Stripe:Url"], configuration["Fakes:Webhooks:Stripe:Secret"] ?? "whsec_fake");

    /// <summary><c>Fakes:Webhooks:PayPal:Url</c> and <c>:Id</c>, the webhook's id at PayPal.</summary>
    public HookTarget PayPal { get; } = new(configuration["Fakes:Webhooks:PayPal:Url"], configuration["Fakes:Webhooks:PayPal:Id"] ?? "3RN13029J36659323");
}

/// <summary>Where webhooks go to. Stripe's secret signs them, PayPal's id of the webhook is part of what is signed.</summary>
internal sealed class HookTarget(string? url, string secret)
{
    public string? Url { get; set; } = url;

    public string Secret { get; set; } = secret;

    /// <summary>The secret before the last rotation, which signs too until <see cref="FormerUntil"/>.</summary>
    public string? Former { get; set; }

    public DateTimeOffset FormerUntil { get; set; }
}
