using Cln.Contracts;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>How money can come in here.</summary>
/// <param name="Gateways">The codes of the gateways that take it: "stripe", "paypal", and where nothing real is paid "sandbox". There are a handful.</param>
/// <param name="Minimum">The least that a top-up brings.</param>
/// <param name="Maximum">The most that one payment brings.</param>
internal sealed record PaymentTerms(IReadOnlyList<string> Gateways, Money Minimum, Money Maximum);

[Extends<Query>]
internal static class PaymentTermsField
{
    /// <summary>Which gateways there are, and between which amounts a top-up can be.</summary>
    [Scope(Scopes.BillingRead)]
    public static PaymentTerms PaymentTerms(IEnumerable<IGateway> gateways, BillingSettings settings) =>
        new([.. gateways.Select(gateway => gateway.Code).Order(StringComparer.Ordinal)], settings.MinimumPayment, settings.MaximumPayment);
}
