using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>Reads what a reseller has that can be suspended, from the modules that sell it.</summary>
internal sealed class SuspensionItems(ClnDbContext db, IEnumerable<ISuspendables> owners, PriceList prices, TimeProvider clock)
{
    public async Task<SuspensionPlan> OfAsync(long resellerId, CancellationToken cancellation)
    {
        var monthly = await prices.OfResellerAsync(resellerId, clock.ThisMonth(), cancellation);
        List<SuspensionItem> items = [];
        foreach (var owner in owners)
        {
            foreach (var thing in await owner.OfAsync(resellerId, cancellation))
            {
                var price = monthly.GetValueOrDefault(thing.Running.PriceCode) * thing.Running.Quantity;

                // To suspend what costs nothing helps nobody.
                if (price > Money.Zero || thing.SuspendedAt is not null)
                    items.Add(new(thing.Running.Key, thing.Title, price, thing.CreatedAt, thing.SuspendedAt) { Thing = thing, Owner = owner });
            }
        }

        return new(items, await OrderAsync(resellerId, cancellation));
    }

    public async Task<IReadOnlyList<string>> OrderAsync(long resellerId, CancellationToken cancellation) =>
        await db.SuspensionPlaces.AsNoTracking().Where(place => place.ResellerId == resellerId).OrderBy(place => place.Position).Select(place => place.ItemKey).ToListAsync(cancellation);

    /// <summary>What it costs to let these run again from today: the days left in the month, less those that are paid.</summary>
    public async Task<Money> RestoringAsync(long resellerId, IReadOnlyList<SuspensionItem> items, CancellationToken cancellation)
    {
        var today = clock.Today();
        var month = today.FirstOfMonth();
        var monthly = await prices.OfResellerAsync(resellerId, month, cancellation);
        var known = await db.UsageMonths.AsNoTracking().Where(usage => usage.ResellerId == resellerId && usage.Month == month).ToDictionaryAsync(usage => usage.ItemKey, cancellation);
        return items.Aggregate(Money.Zero, (sum, item) => sum + Usage(item.Thing.Running).Change(item.Thing.Running.Quantity, today).Due);

        UsageMonth Usage(Chargeable running) => known.GetValueOrDefault(running.Key) ?? UsageMonth.Begin(running, month, monthly.GetValueOrDefault(running.PriceCode));
    }
}
