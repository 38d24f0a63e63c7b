using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

[Extends<Query>]
internal static class Resellers
{
    /// <summary>The caller's own account.</summary>
    [Scope(Scopes.ResellerRead)]
    public static async Task<Reseller> ResellerAsync(ClnDbContext db, Caller caller, CancellationToken cancellation)
    {
        var id = caller.RequireReseller();
        return await db.Resellers.AsNoTracking().SingleAsync(reseller => reseller.Id == id, cancellation);
    }

    /// <summary>Every reseller, newest first.</summary>
    [Scope(Scopes.Operator), Name("resellers")]
    public static Task<Connection<Reseller>> AllAsync(Listing<Reseller> list, ClnDbContext db, CancellationToken cancellation) => list.PageAsync(db.Resellers, cancellation);
}

[Extends<Reseller>]
internal static class ResellerTier
{
    /// <summary>The level of the price list that the account is on.</summary>
    public static IDataLoaderResult<Tier> Tier(Reseller reseller, TiersByCode tiers, CancellationToken cancellation) =>
        tiers.Load(reseller.TierCode, tier => tier ?? throw new InvalidOperationException($"Reseller {reseller.Id} is on the tier {reseller.TierCode}, which doesn't exist."), cancellation);
}

/// <summary>Tiers; the price list is asked once.</summary>
internal sealed class TiersByCode(IPriceList prices) : Batch<string, Tier>
{
    protected override async Task<IReadOnlyDictionary<string, Tier>> LoadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        (await prices.TiersAsync(cancellation)).ToDictionary(tier => tier.Code, StringComparer.Ordinal);
}
