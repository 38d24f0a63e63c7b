using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
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
    public static async Task<Tier> TierAsync(Reseller reseller, IPriceList prices, CancellationToken cancellation) =>
        await prices.FindTierAsync(reseller.TierCode, cancellation) ?? throw new InvalidOperationException($"Reseller {reseller.Id} is on the tier {reseller.TierCode}, which doesn't exist.");
}
