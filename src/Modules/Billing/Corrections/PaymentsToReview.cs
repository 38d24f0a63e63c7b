using Cln.Data;
using Cln.Graph;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>A payment that needs a person.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="Reason">What is wrong with it, in a sentence.</param>
internal sealed record PaymentToReview(Payment Payment, string Reason);

[Extends<PaymentToReview>]
internal static class ResellerOfPaymentToReview
{
    /// <summary>Whose payment it is.</summary>
    public static IDataLoaderResult<Reseller> Reseller(PaymentToReview review, ResellersById resellers, CancellationToken cancellation) =>
        resellers.Load(review.Payment.ResellerId, found => found!, cancellation);
}

[Extends<Query>]
internal static class PaymentsToReview
{
    private const int Most = 200;

    /// <summary>
    /// For operators: the payments that need a person, oldest first; at most 200. Money came that doesn't match, the gateway hasn't told the end for
    /// 72 hours, or what it says can't be. Decide about one by `resolvePayment`.
    /// </summary>
    [Scope(Scopes.Operator), Name("paymentsToReview")]
    public static async Task<IReadOnlyList<PaymentToReview>> AllAsync(ClnDbContext db, CancellationToken cancellation)
    {
        var payments = await db.Payments.AsNoTracking().Where(payment => payment.NeedsReview).OrderBy(payment => payment.Id).Take(Most).ToListAsync(cancellation);
        return [.. payments.Select(payment => new PaymentToReview(payment, payment.ReviewReason ?? ""))];
    }
}
