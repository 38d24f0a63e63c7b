using System.Runtime.CompilerServices;
using Cln.Data;
using Cln.Events;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>A payment was asked for, or has come further.</summary>
internal sealed record PaymentChanged(long ResellerId, long PaymentId) : DomainEvent(ResellerId)
{
    public override (Type Type, long Id)? Subject => About<Payment>(PaymentId);
}

[Extends<Subscription>]
internal static class PaymentChangedField
{
    /// <summary>Each payment that is asked for or comes further after `after`, as it is when it is sent.</summary>
    /// <param name="after">A cursor: of an event, from `eventsCursor`, or from the `extensions` of the last result. Without it, from now on.</param>
    [Scope(Scopes.BillingRead)]
    public static async IAsyncEnumerable<Told<Payment>> PaymentChangedAsync(
        string? after, IEventStream events, ClnDbContext db, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var stored in events.FollowAsync(await events.PlaceAsync(after, cancellation), cancellation))
        {
            if (stored.Happened is not PaymentChanged changed) continue;
            if (await db.Payments.AsNoTracking().FirstOrDefaultAsync(payment => payment.Id == changed.PaymentId, cancellation) is { } payment) yield return stored.Tell(payment);
        }
    }
}
