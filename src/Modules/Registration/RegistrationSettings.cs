using Microsoft.Extensions.Configuration;

namespace Cln.Registration;

/// <summary>What an operator decides about registration in the configuration.</summary>
/// <param name="Open"><c>Registration:Open</c>: anybody may register. Off, new resellers are sent to the billing team; what has been paid for can still be finished.</param>
/// <param name="ManualApproval"><c>Registration:ManualApproval</c>: an operator approves each new reseller after its email is confirmed.</param>
/// <param name="Site"><c>Site:Url</c>: the address under which people reach the console, the start of the links in mails; by default the first of <c>Urls</c>.</param>
internal sealed record RegistrationSettings(bool Open, bool ManualApproval, Uri Site)
{
    public static RegistrationSettings From(IConfiguration configuration) =>
        new(Flag(configuration, "Registration:Open", @default: true), Flag(configuration, "Registration:ManualApproval", @default: false), Address(configuration));

    /// <summary>A page of the console with a secret in its address.</summary>
    public string Link(string page, string token) => $"{Site.AbsoluteUri.TrimEnd('/')}/{page}?token={token}";

    private static bool Flag(IConfiguration configuration, string name, bool @default) =>
        configuration[name] is not { Length: > 0 } text ? @default
        : bool.TryParse(text, out var flag) ? flag
        : throw new InvalidOperationException($"The setting {name} is \"{text}\". It takes true or false.");

    private static Uri Address(IConfiguration configuration)
    {
        var text = configuration["Site:Url"] ?? configuration["Urls"]?.Split(';')[0] ?? "http://localhost:5080";
        return Uri.TryCreate(text, UriKind.Absolute, out var site) && site is { Scheme: "http" or "https", Query: "", Fragment: "" }
            ? site
            : throw new InvalidOperationException($"The setting Site:Url is \"{text}\". It takes the address under which people reach the console, such as https://portal.example.com.");
    }
}
