namespace Cln.Billing;

/// <summary>Addresses that a gateway's page leads back to.</summary>
internal static class WebAddress
{
    /// <exception cref="InvalidInput">It is no address of a web page.</exception>
    public static string Read(string field, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) &&
        address.AbsoluteUri.Length <= PaymentMapping.LongestAddress
            ? address.AbsoluteUri
            : throw new InvalidInput(
                field, $"takes an absolute address that begins with https:// or http:// and has, in ASCII, at most {PaymentMapping.LongestAddress} characters.");
}
