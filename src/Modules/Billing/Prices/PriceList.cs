using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>The tiers and what things cost in them.</summary>
internal sealed class PriceList(ClnDbContext db) : IPriceList
{
    public async Task<IReadOnlyList<Tier>> TiersAsync(CancellationToken cancellation) =>
        await db.PriceListTiers.AsNoTracking().OrderBy(tier => tier.Deposit).ThenBy(tier => tier.Position).Select(tier => new Tier(tier.Code, tier.Name, tier.Deposit)).ToListAsync(cancellation);

    /// <summary>The price of one unit in that month, by price code, for the tier of this reseller.</summary>
    public async Task<IReadOnlyDictionary<string, Money>> OfResellerAsync(long resellerId, DateOnly month, CancellationToken cancellation)
    {
        var prices = from reseller in db.Resellers
                     join price in db.PriceListPrices on reseller.TierCode equals price.TierCode
                     where reseller.Id == resellerId && price.Since <= month
                     select price;
        return new TierPrices(await prices.AsNoTracking().ToListAsync(cancellation)).In(month);
    }

    /// <summary>Locks a tier for the rest of the transaction: whoever else edits it waits.</summary>
    /// <exception cref="UnknownTier">There is none of this code.</exception>
    public async Task<PriceListTier> LockAsync(string code, CancellationToken cancellation)
    {
        var tier = db.PriceListTiers.Where(row => row.Code == code);
        if (await tier.ExecuteUpdateAsync(set => set.SetProperty(row => row.Position, row => row.Position), cancellation) == 0) throw new UnknownTier(code);
        return await tier.SingleAsync(cancellation);
    }
}
