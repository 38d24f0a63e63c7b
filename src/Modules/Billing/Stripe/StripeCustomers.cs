using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Stripe;

namespace Cln.Billing;

/// <summary>Stripe's customers: one for each reseller, on which its cards and payments hang.</summary>
internal sealed class StripeCustomers(StripeCalls calls, Apart apart)
{
    /// <summary>Stripe's name for the reseller; made when there is none.</summary>
    public async Task<string> OfAsync(long resellerId, CancellationToken cancellation)
    {
        var row = await apart.CommitAsync((GatewayCustomers customers) => customers.OfAsync(resellerId, StripeGateway.Name, cancellation), cancellation);
        if (row.Reference is { } known) return known;

        var reseller = await apart.CommitAsync((GatewayCustomers customers) => customers.ResellerAsync(resellerId, cancellation), cancellation);
        var made = await calls.DoAsync(
            row.Key, $"customer-{Fingerprint(reseller)}",
            (api, options) => api.Customers.CreateAsync(
                new()
                {
                    Name = reseller.Name,
                    Email = reseller.BillingEmail,
                    Metadata = new() { ["reseller_id"] = resellerId.ToString(CultureInfo.InvariantCulture) },
                },
                options, cancellation),
            () => Task.FromResult<Customer?>(null));
        StripeModes.Check(made.Livemode, calls.Settings, made.Id);
        return await apart.CommitAsync((GatewayCustomers customers) => customers.KnowAsync(resellerId, StripeGateway.Name, made.Id, cancellation), cancellation);
    }

    /// <summary>Stripe's name for the reseller; null when there is none, so that nothing can hang on it.</summary>
    public async Task<string?> FindAsync(long resellerId, CancellationToken cancellation) =>
        (await apart.CommitAsync((GatewayCustomers customers) => customers.FindAsync(resellerId, StripeGateway.Name, cancellation), cancellation))?.Reference;

    /// <summary>The same key with another name in the request is refused: after a change it is another request.</summary>
    private static string Fingerprint(Reseller reseller) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{reseller.Name}\n{reseller.BillingEmail}")))[..8];
}

/// <summary>Test mode and real money don't mix.</summary>
internal static class StripeModes
{
    /// <exception cref="InvalidDataException">It belongs to the other mode.</exception>
    public static void Check(bool livemode, StripeSettings settings, string id)
    {
        if (livemode != settings.Live) throw new InvalidDataException($"Stripe's {id} is of {(livemode ? "live" : "test")} mode, and our key is not.");
    }
}
