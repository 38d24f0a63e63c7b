using System.Runtime.CompilerServices;
using Cln.Data;
using Cln.Events;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Invoices;

/// <summary>A document was issued.</summary>
internal sealed record InvoiceIssued(long ResellerId, long InvoiceId) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<Invoice>(InvoiceId);
}

[Extends<Subscription>]
internal static class InvoiceEvents
{
    /// <summary>Each document of the account as it is issued, from now on.</summary>
    [Scope(Scopes.BillingRead)]
    public static async IAsyncEnumerable<Invoice> InvoiceIssued(Caller caller, IEventStream events, ClnDbContext db, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reseller = caller.RequireReseller();
        await foreach (var stored in events.FollowAsync(reseller, await events.LatestAsync(reseller, cancellation), cancellation))
        {
            if (stored.Happened is not InvoiceIssued issued) continue;
            yield return await db.Invoices.AsNoTracking().SingleAsync(invoice => invoice.Id == issued.InvoiceId, cancellation);
        }
    }
}
