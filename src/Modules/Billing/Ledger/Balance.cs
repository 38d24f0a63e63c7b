using System.Runtime.CompilerServices;
using Cln.Data;
using Cln.Events;
using Cln.Graph;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>A reseller's prepaid money.</summary>
/// <param name="Amount">Positive is money to spend, negative is a debt.</param>
/// <param name="Currency">ISO 4217 code of the amount.</param>
/// <param name="Version">Grows by one with each posting: of two balances the one with the higher version is the later.</param>
/// <param name="AsOf">When this was the balance: the time of the posting, or of the question.</param>
internal sealed record Balance(Money Amount, string Currency, long Version, DateTimeOffset AsOf);

[Extends<Query>]
internal static class BalanceField
{
    /// <summary>Your balance now.</summary>
    [Scope(Scopes.BillingRead)]
    public static Task<Balance> BalanceAsync(Caller caller, Balances balances, CancellationToken cancellation) =>
        balances.OfAsync(caller.RequireReseller(), cancellation);
}

[Extends<Reseller>]
internal static class BalanceOfReseller
{
    /// <summary>The balance now.</summary>
    [Scope(Scopes.BillingRead)]
    public static IDataLoaderResult<Balance> Balance(Reseller reseller, BalancesByReseller balances, TimeProvider clock, CancellationToken cancellation) =>
        balances.Load(reseller.Id, found => found ?? new(Money.Zero, reseller.Currency, 0, clock.GetUtcNow()), cancellation);
}

[Extends<Subscription>]
internal static class BalanceChangedField
{
    /// <summary>Your balance now, and then after each posting: every version once, in order. With `after` it begins with the balance now too.</summary>
    /// <param name="after">A cursor: of an event, from `eventsCursor`, or from the `extensions` of the last result. Without it, from now on.</param>
    [Scope(Scopes.BillingRead)]
    public static async IAsyncEnumerable<Told<Balance>> BalanceChangedAsync(
        string? after, Caller caller, IEventStream events, Balances balances, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The place in the log before the balance: what is posted between the two comes twice, and the version tells.
        var place = await events.PlaceAsync(after, cancellation);
        Balance? balance = null;
        if (!events.IsOfOneEvent) yield return new(balance = await balances.OfAsync(caller.RequireReseller(), cancellation), place);
        await foreach (var stored in events.FollowAsync(place, cancellation))
        {
            if (stored.Happened is not BalanceChanged changed || changed.Version <= balance?.Version) continue;
            balance = new(changed.Amount, changed.Currency, changed.Version, changed.At);
            yield return stored.Tell(balance);
        }
    }
}

/// <summary>Reads balances.</summary>
internal sealed class Balances(ClnDbContext db, TimeProvider clock)
{
    public async Task<Balance> OfAsync(long resellerId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var currency = await db.Resellers.Where(reseller => reseller.Id == resellerId).Select(reseller => reseller.Currency).SingleAsync(cancellation);
        var deposit = await db.Accounts.AsNoTracking()
            .FirstOrDefaultAsync(a => a.ResellerId == resellerId && a.Kind == Chart.Deposit && a.Currency == currency, cancellation);
        return deposit is null ? new(Money.Zero, currency, 0, now) : new(new(-deposit.Balance), currency, deposit.LastSeq, now);
    }
}

/// <summary>The balances of many resellers in one query.</summary>
internal sealed class BalancesByReseller(ClnDbContext db, TimeProvider clock) : Batch<long, Balance>
{
    protected override async Task<IReadOnlyDictionary<long, Balance>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var deposits = from reseller in db.Resellers
                       join account in db.Accounts on new { reseller.Id, reseller.Currency } equals new { Id = account.ResellerId, account.Currency }
                       where keys.Contains(reseller.Id) && account.Kind == Chart.Deposit
                       select new { reseller.Id, account.Balance, account.Currency, account.LastSeq };
        return await deposits.ToDictionaryAsync(
            deposit => deposit.Id, deposit => new Balance(new(-deposit.Balance), deposit.Currency, deposit.LastSeq, now), cancellation);
    }
}
