using Microsoft.Extensions.Configuration;

namespace Cln.Registration;

/// <summary>What an operator decides about registration in the configuration.</summary>
/// <param name="Open"><c>Registration:Open</c>: anybody may register. Off, new resellers are sent to the billing team; what has been paid for can still be finished.</param>
/// <param name="ManualApproval"><c>Registration:ManualApproval</c>: an operator approves each new reseller after its email is confirmed.</param>
/// <param name="Site"><c>Site:Url</c>: where the console is on the web, the start of the links in mails.</param>
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

    private static Uri Address(IConfiguration configuration) =>
        Uri.TryCreate(configuration["Site:Url"] ?? "http://localhost:5080", UriKind.Absolute, out var site) && site is { Scheme: "http" or "https", Query: "", Fragment: "" }
            ? site
            : throw new InvalidOperationException($"The setting Site:Url is \"{configuration["Site:Url"]}\". It takes the console's address on the web, such as https://portal.example.com.");
}
