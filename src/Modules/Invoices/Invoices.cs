using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Invoices;

[Extends<Query>]
internal static class Invoices
{
    /// <summary>The documents of the account: payments received, refunds and monthly invoices; newest first.</summary>
    [Scope(Scopes.BillingRead)]
    public static Task<Connection<Invoice>> InvoicesAsync(Listing<Invoice> list, ClnDbContext db, CancellationToken cancellation) => list.PageAsync(db.Invoices, cancellation);

    /// <summary>One document by its number, such as "127910-30186"; null when the account has none of that number.</summary>
    [Scope(Scopes.BillingRead)]
    public static Task<Invoice?> InvoiceAsync(string number, ClnDbContext db, CancellationToken cancellation) => db.Invoices.AsNoTracking().SingleOrDefaultAsync(invoice => invoice.Number == number, cancellation);
}

[Extends<Reseller>]
internal static class InvoicesOfReseller
{
    /// <summary>This reseller's documents: payments received, refunds and monthly invoices; newest first.</summary>
    [Scope(Scopes.BillingRead)]
    public static Task<Connection<Invoice>> InvoicesAsync(Reseller reseller, Listing<Invoice> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.Invoices.Where(invoice => invoice.ResellerId == reseller.Id), cancellation);
}
