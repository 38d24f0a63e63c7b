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
    /// <summary>Each payment that is asked for or comes further from now on, as it is when it is sent.</summary>
    [Scope(Scopes.BillingRead)]
    public static async IAsyncEnumerable<Payment> PaymentChangedAsync(
        Caller caller, IEventStream events, ClnDbContext db, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        var place = await events.LatestAsync(resellerId, cancellation);
        await foreach (var stored in events.FollowAsync(resellerId, place, cancellation))
        {
            if (stored.Happened is not PaymentChanged changed) continue;
            if (await db.Payments.AsNoTracking().FirstOrDefaultAsync(payment => payment.Id == changed.PaymentId, cancellation) is { } payment) yield return payment;
        }
    }
}
