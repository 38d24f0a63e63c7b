using Microsoft.AspNetCore.Identity;

namespace Cln.Host.Access.Passkeys;

/// <summary>Where passkeys of this installation work.</summary>
/// <param name="Domain"><c>Access:Passkeys:Domain</c>, which browsers bind each passkey to: the host of <c>Site:Url</c> unless set. Changing it makes all passkeys worthless.</param>
/// <param name="Origins"><c>Access:Passkeys:Origins:0</c>…: the addresses of the pages that may use them; that of <c>Site:Url</c> unless set.</param>
internal sealed record PasskeySettings(string Domain, IReadOnlyList<string> Origins)
{
    private const string DomainSetting = "Access:Passkeys:Domain";
    private const string OriginsSetting = "Access:Passkeys:Origins";

    /// <exception cref="WrongSetting">A domain or an origin isn't of its form, or they don't go together.</exception>
    public static PasskeySettings Read(IConfiguration configuration)
    {
        // Urls may be a pattern such as "http://+:8080", which is nobody's address.
        var site = Uri.TryCreate(configuration.SiteUrl(), UriKind.Absolute, out var address) ? address : new Uri("http://localhost:5080");
        var domain = configuration[DomainSetting] is { Length: > 0 } text ? text : site.Host;
        if (Uri.CheckHostName(domain) == UriHostNameType.Unknown) throw WrongSetting.Value(DomainSetting, domain, "a domain, such as \"portal.example.com\"");
        var given = configuration.GetSection(OriginsSetting).Get<string[]>() is { Length: > 0 } origins ? origins : [site.GetLeftPart(UriPartial.Authority)];
        return new(domain, [.. given.Select(origin => Origin(origin, domain))]);
    }

    public void Apply(IdentityPasskeyOptions options)
    {
        options.ServerDomain = Domain;

        // A passkey counts as two factors because its device has asked for a finger, a face or a PIN; and it is found without a login.
        options.UserVerificationRequirement = "required";
        options.ResidentKeyRequirement = "required";
        options.AuthenticatorTimeout = PasskeyTickets.Lifetime;
        options.ValidateOrigin = context => new(!context.CrossOrigin && Origins.Contains(context.Origin, StringComparer.Ordinal));
    }

    private static string Origin(string text, string domain)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.Scheme is "http" or "https" && origin.GetLeftPart(UriPartial.Authority) == text
            && (origin.Host == domain || origin.Host.EndsWith($".{domain}", StringComparison.Ordinal))) return text;
        throw WrongSetting.Value($"{OriginsSetting}:0", text, $"addresses without a path and under {domain}, such as \"https://{domain}\"");
    }
}
