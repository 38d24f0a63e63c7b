using Cln.Data;
using Cln.Graph;

namespace Cln.Billing;

[Extends<Query>]
internal static class PaymentsField
{
    /// <summary>Your payments, newest first: every attempt, those that failed too.</summary>
    [Scope(Scopes.BillingRead)]
    public static Task<Connection<Payment>> PaymentsAsync(Caller caller, Listing<Payment> list, ClnDbContext db, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        return list.PageAsync(db.Payments.Where(payment => payment.ResellerId == resellerId), cancellation);
    }
}

[Extends<Reseller>]
internal static class PaymentsOfReseller
{
    /// <summary>The payments, newest first: every attempt, those that failed too.</summary>
    [Scope(Scopes.BillingRead)]
    public static Task<Connection<Payment>> PaymentsAsync(Reseller reseller, Listing<Payment> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.Payments.Where(payment => payment.ResellerId == reseller.Id), cancellation);
}
