using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

[Extends<Query>]
internal static class ServerAccountQuote
{
    /// <summary>What it would cost to add a server account with this login and limit, or to give yours this limit, if it were done now. Nothing is changed.</summary>
    /// <param name="login">With the prefix or without it.</param>
    /// <param name="limit">The whole limit, 0 to 10,000; 0 is also what removing the account comes to.</param>
    [Scope(Scopes.ServersRead)]
    public static async Task<Quote> ServerAccountQuoteAsync(string login, int limit, Caller caller, ClnDbContext db, ICharging charging, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        var reseller = await db.Resellers.AsNoTracking().SingleAsync(own => own.Id == resellerId, cancellation);
        try
        {
            if (limit is < 0 or > ServerAccount.LargestLimit) throw ServerAccount.NoLimit();
            var full = AccountLogin.Parse(reseller.Number, login);
            var account = await db.ServerAccounts.AsNoTracking().SingleOrDefaultAsync(known => known.Login == full, cancellation);
            if (account?.SuspendedAt is not null) return new(Money.Zero, Money.Zero, error: null);

            var charged = (await charging.QuoteAsync([ServerAccount.Licences(resellerId, full, limit)], cancellation))[0];
            var price = (await charging.PricesAsync(resellerId, cancellation)).GetValueOrDefault(LicenseType.CloudLinuxOs);
            return new(charged.Due, charged.Refused is null ? price * (limit - (account?.Limit ?? 0)) : Money.Zero, charged.Refused);
        }
        catch (InvalidInput wrong)
        {
            return new(Money.Zero, Money.Zero, wrong);
        }
    }
}
