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
    /// <summary>Each document of the account that is issued after `after`.</summary>
    /// <param name="after">A cursor: of an event, from `eventsCursor`, or from the `extensions` of the last result. Without it, from now on.</param>
    [Scope(Scopes.BillingRead)]
    public static async IAsyncEnumerable<Told<Invoice>> InvoiceIssued(string? after, IEventStream events, ClnDbContext db, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var stored in events.FollowAsync(await events.PlaceAsync(after, cancellation), cancellation))
        {
            if (stored.Happened is not InvoiceIssued issued) continue;
            yield return stored.Tell(await db.Invoices.AsNoTracking().SingleAsync(invoice => invoice.Id == issued.InvoiceId, cancellation));
        }
    }
}
