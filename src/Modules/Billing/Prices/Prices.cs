using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

[Extends<Query>]
internal static class PriceListField
{
    /// <summary>The tiers that a reseller can choose from, smallest deposit first, each with its prices. There are a handful.</summary>
    [AllowAnonymous, Cacheable(60)]
    public static Task<IReadOnlyList<Tier>> PriceListAsync(IPriceList prices, CancellationToken cancellation) => prices.TiersAsync(cancellation);
}

[Extends<Tier>]
internal static class PricesOfTier
{
    /// <summary>What a licence costs in this tier, for each type that has a price, in the order of the catalogue.</summary>
    public static IDataLoaderResult<IReadOnlyList<Price>> Prices(Tier tier, PricesByTier prices, ICatalogue catalogue, CancellationToken cancellation) =>
        prices.Load<IReadOnlyList<Price>>(
            tier.Code,
            monthly => [.. from type in catalogue.Types where monthly?.ContainsKey(type.Code) is true select new Price(type, monthly![type.Code])],
            cancellation);

    /// <summary>What each 10 GB of backup space cost in this tier, by the month.</summary>
    public static IDataLoaderResult<Money> BackupPer10Gb(Tier tier, PricesByTier prices, CancellationToken cancellation) =>
        prices.Load(tier.Code, monthly => monthly?.GetValueOrDefault(Chargeable.BackupPer10Gb) ?? Money.Zero, cancellation);
}

/// <summary>The price of a kind of licence in a tier.</summary>
/// <param name="LicenseType">What is licensed.</param>
/// <param name="Monthly">For one licence and a whole calendar month. A licence that runs for a part of a month costs the part of its days.</param>
internal sealed record Price(LicenseType LicenseType, Money Monthly);

/// <summary>The prices of many tiers in one query.</summary>
internal sealed class PricesByTier(ClnDbContext db) : Batch<string, IReadOnlyDictionary<string, Money>>
{
    protected override async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, Money>>> LoadAsync(
        IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var prices = await db.PriceListPrices.AsNoTracking().Where(price => keys.Contains(price.TierCode)).ToListAsync(cancellation);
        return prices.GroupBy(price => price.TierCode)
            .ToDictionary(tier => tier.Key, tier => (IReadOnlyDictionary<string, Money>)tier.ToDictionary(price => price.PriceCode, price => price.Monthly));
    }
}
