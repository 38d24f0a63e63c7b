using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>The tiers and what things cost in them.</summary>
internal sealed class PriceList(ClnDbContext db) : IPriceList
{
    public async Task<IReadOnlyList<Tier>> TiersAsync(CancellationToken cancellation) =>
        await db.PriceListTiers.AsNoTracking().OrderBy(tier => tier.Position).Select(tier => new Tier(tier.Code, tier.Name, tier.Deposit)).ToListAsync(cancellation);

    /// <summary>The monthly price of one unit, by price code, for the tier of this reseller.</summary>
    public async Task<IReadOnlyDictionary<string, Money>> OfResellerAsync(long resellerId, CancellationToken cancellation)
    {
        var prices = from reseller in db.Resellers
                     join price in db.PriceListPrices on reseller.TierCode equals price.TierCode
                     where reseller.Id == resellerId
                     select new { price.PriceCode, price.Monthly };
        return await prices.ToDictionaryAsync(price => price.PriceCode, price => price.Monthly, cancellation);
    }
}
