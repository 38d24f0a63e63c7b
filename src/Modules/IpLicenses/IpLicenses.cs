using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using GraphQL.DataLoader;

namespace Cln.IpLicenses;

[Extends<Query>]
internal static class IpLicenses
{
    /// <summary>Your licences by address, the newest first where <c>order</c> doesn't say otherwise.</summary>
    /// <param name="search">A part of the address or of the hostname, in upper or lower case.</param>
    [Scope(Scopes.LicensesRead)]
    public static Task<Connection<IpLicense>> IpLicensesAsync(Listing<IpLicense> list, ClnDbContext db, CancellationToken cancellation, string? search = null) =>
        list.PageAsync(db.IpLicenses.Matching(search), cancellation);

    /// <summary>The licences whose address or hostname contains this text. A whole address is found however it is written.</summary>
    internal static IQueryable<IpLicense> Matching(this IQueryable<IpLicense> licenses, string? search)
    {
        var text = search?.Trim().ToLowerInvariant() ?? "";
        if (text.Length == 0) return licenses;
        if (IpAddress.TryParse(text, out var ip)) return licenses.Where(license => license.Ip == ip);
        return licenses.Where(license => ((string)(object)license.Ip).Contains(text) || license.Hostname!.Contains(text));
    }
}

[Extends<Reseller>]
internal static class IpLicensesOfReseller
{
    /// <summary>The reseller's licences by address, the newest first where <c>order</c> doesn't say otherwise.</summary>
    /// <param name="search">A part of the address or of the hostname, in upper or lower case.</param>
    [Scope(Scopes.LicensesRead)]
    public static Task<Connection<IpLicense>> IpLicensesAsync(Reseller reseller, Listing<IpLicense> list, ClnDbContext db, CancellationToken cancellation, string? search = null) =>
        list.PageAsync(db.IpLicenses.Where(license => license.ResellerId == reseller.Id).Matching(search), cancellation);
}

[Extends<IpLicense>]
internal static class MonthlyPriceOfIpLicense
{
    /// <summary>What the licence costs for a whole month, on the account's tier.</summary>
    [Scope(Scopes.PricesRead)]
    public static IDataLoaderResult<Money> MonthlyPrice(IpLicense license, MonthlyPrices prices, CancellationToken cancellation) =>
        prices.Load((license.ResellerId, license.TypeCode), cancellation);
}

/// <summary>Prices by account and code; the price list is asked once for each account.</summary>
internal sealed class MonthlyPrices(ICharging charging) : Batch<(long ResellerId, string Code), Money>
{
    protected override async Task<IReadOnlyDictionary<(long ResellerId, string Code), Money>> LoadAsync(IReadOnlyCollection<(long ResellerId, string Code)> keys, CancellationToken cancellation)
    {
        var prices = new Dictionary<(long ResellerId, string Code), Money>();
        foreach (var reseller in keys.GroupBy(key => key.ResellerId))
        {
            var list = await charging.PricesAsync(reseller.Key, cancellation);
            foreach (var key in reseller) prices[key] = list.GetValueOrDefault(key.Code);
        }

        return prices;
    }
}
