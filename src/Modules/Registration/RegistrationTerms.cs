using Cln.Contracts;
using Cln.Graph;

namespace Cln.Registration;

/// <summary>Whether and how one can register here.</summary>
/// <param name="Open">Anybody may begin a registration. When false, new resellers turn to the billing team; a registration that has been begun and paid for can still be finished.</param>
/// <param name="NeedsApproval">An operator approves each new reseller after its email is confirmed.</param>
/// <param name="Gateways">The codes of the gateways that can take the deposit: "stripe", "paypal", and where nothing real is paid "sandbox". There are a handful.</param>
internal sealed record RegistrationTerms(bool Open, bool NeedsApproval, IReadOnlyList<string> Gateways);

[Extends<Query>]
internal static class RegistrationTermsOfPlatform
{
    /// <summary>Whether anybody may register at the moment, and how the deposit can be paid.</summary>
    [AllowAnonymous]
    public static RegistrationTerms RegistrationTerms(RegistrationSettings settings, IEnumerable<IGateway> gateways) =>
        new(settings.Open, settings.ManualApproval, [.. gateways.Select(gateway => gateway.Code).Order(StringComparer.Ordinal)]);
}
