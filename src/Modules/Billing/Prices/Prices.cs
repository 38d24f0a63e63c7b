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

    /// <summary>For operators: how many resellers are on each tier, smallest deposit first. They are the ones who are written when its prices are to change.</summary>
    [Scope(Scopes.Operator)]
    public static async Task<IReadOnlyList<TierResellers>> ResellersByTierAsync(IPriceList prices, ClnDbContext db, CancellationToken cancellation)
    {
        var counts = await db.Resellers.Where(reseller => reseller.State == ResellerState.Active).GroupBy(reseller => reseller.TierCode)
            .Select(tier => new { Code = tier.Key, Count = tier.Count() }).ToDictionaryAsync(tier => tier.Code, tier => tier.Count, StringComparer.Ordinal, cancellation);
        return [.. (await prices.TiersAsync(cancellation)).Select(tier => new TierResellers(tier, counts.GetValueOrDefault(tier.Code)))];
    }
}

/// <summary>How many resellers are on a tier.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Count">Those whose account is in use.</param>
internal sealed record TierResellers(Tier Tier, int Count);

[Extends<Tier>]
internal static class PricesOfTier
{
    /// <summary>What a licence costs in this tier this month, for each type that has a price, in the order of the catalogue.</summary>
    public static IDataLoaderResult<IReadOnlyList<Price>> Prices(Tier tier, PricesByTier prices, ICatalogue catalogue, TimeProvider clock, CancellationToken cancellation) =>
        prices.Load<IReadOnlyList<Price>>(
            tier.Code,
            found =>
            {
                var monthly = found?.In(clock.ThisMonth());
                return [.. from type in catalogue.Types where monthly?.ContainsKey(type.Code) is true select new Price(type, monthly![type.Code])];
            },
            cancellation);

    /// <summary>What each 10 GB of backup space cost in this tier this month.</summary>
    public static IDataLoaderResult<Money> BackupPer10Gb(Tier tier, PricesByTier prices, TimeProvider clock, CancellationToken cancellation) =>
        prices.Load(tier.Code, found => found?.Of(Chargeable.BackupPer10Gb, clock.ThisMonth()) ?? Money.Zero, cancellation);

    /// <summary>
    /// What is announced for months to come, soonest first, and in one month in the order of the catalogue, backup space last. Until then the prices of this month
    /// hold; what is announced can still be changed or withdrawn, which resellers of the tier are then written.
    /// </summary>
    public static IDataLoaderResult<IReadOnlyList<PriceChange>> PriceChanges(Tier tier, PricesByTier prices, ICatalogue catalogue, TimeProvider clock, CancellationToken cancellation) =>
        prices.Load<IReadOnlyList<PriceChange>>(tier.Code, found => [.. catalogue.InOrder(found?.After(clock.ThisMonth()) ?? []).Select(step => PriceChange.Of(step, catalogue))], cancellation);
}

/// <summary>The price of a kind of licence in a tier.</summary>
/// <param name="LicenseType">What is licensed.</param>
/// <param name="Monthly">For one licence and a whole calendar month. A licence that runs for a part of a month costs the part of its days.</param>
internal sealed record Price(LicenseType LicenseType, Money Monthly);

/// <summary>A price that changes with a month to come.</summary>
/// <param name="LicenseType">What is licensed; null when it is the price of each 10 GB of backup space.</param>
/// <param name="From">The first day of the month from which the new price holds. What is charged for the months before isn't touched.</param>
/// <param name="Before">What a whole month costs until then; null when it isn't sold before.</param>
/// <param name="Monthly">What a whole month costs from then on.</param>
internal sealed record PriceChange(LicenseType? LicenseType, DateOnly From, Money? Before, Money Monthly)
{
    public static PriceChange Of(PriceStep step, ICatalogue catalogue) => new(catalogue.Find(step.Code), step.From, step.Before, step.Monthly);
}

/// <summary>The prices of many tiers in one query.</summary>
internal sealed class PricesByTier(ClnDbContext db) : Batch<string, TierPrices>
{
    protected override async Task<IReadOnlyDictionary<string, TierPrices>> LoadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var prices = await db.PriceListPrices.AsNoTracking().Where(price => keys.Contains(price.TierCode)).ToListAsync(cancellation);
        return prices.GroupBy(price => price.TierCode).ToDictionary(tier => tier.Key, tier => new TierPrices(tier), StringComparer.Ordinal);
    }
}

internal static class PriceOrder
{
    /// <summary>By month, and within it as the catalogue has them; what isn't in the catalogue is last.</summary>
    public static IEnumerable<PriceStep> InOrder(this ICatalogue catalogue, IEnumerable<PriceStep> steps)
    {
        var places = catalogue.Types.Select((type, place) => (type.Code, place)).ToDictionary(type => type.Code, type => type.place, StringComparer.Ordinal);
        return steps.OrderBy(step => step.From).ThenBy(step => places.GetValueOrDefault(step.Code, int.MaxValue)).ThenBy(step => step.Code, StringComparer.Ordinal);
    }
}
