using Cln.Data;
using Cln.Graph;

namespace Cln.Billing;

[Extends<Query>]
internal static class LedgerEntriesField
{
    /// <summary>Every movement of your balance, newest first, each with the balance after it.</summary>
    [Scope(Scopes.BillingRead)]
    public static Task<Connection<LedgerEntry>> LedgerEntriesAsync(Caller caller, Listing<LedgerEntry> list, ClnDbContext db, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        return list.PageAsync(db.LedgerEntries.Where(entry => entry.ResellerId == resellerId), cancellation);
    }
}

[Extends<Reseller>]
internal static class LedgerEntriesOfReseller
{
    /// <summary>Every movement of the balance, newest first, each with the balance after it.</summary>
    [Scope(Scopes.BillingRead)]
    public static Task<Connection<LedgerEntry>> LedgerEntriesAsync(Reseller reseller, Listing<LedgerEntry> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.LedgerEntries.Where(entry => entry.ResellerId == reseller.Id), cancellation);
}
