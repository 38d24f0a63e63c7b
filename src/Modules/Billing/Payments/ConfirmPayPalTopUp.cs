using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>A PayPal payment whose payer came back.</summary>
/// <param name="OrderId">The <c>token</c> that PayPal added to the return address.</param>
internal sealed record ConfirmPayPalTopUpInput(string OrderId);

[Extends<Mutation>]
internal static class ConfirmPayPalTopUp
{
    /// <summary>
    /// Takes the money of a PayPal payment that its payer has approved, and adds it to your balance: once, however often this is called. An
    /// order that isn't approved yet stays REQUIRES_ACTION. An approved payment arrives even when nobody calls this, a little later.
    /// </summary>
    [Scope(Scopes.BillingWrite), SavesInSteps, OncePerRequest]
    [Throws<NotFound>]
    public static async Task<Payment> ConfirmPayPalTopUpAsync(
        ConfirmPayPalTopUpInput input, Caller caller, TopUps topUps, ClnDbContext db, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        var id = await db.Payments.Where(payment => payment.ResellerId == resellerId && payment.GatewayId == input.OrderId && payment.ReturnUrl != null)
            .Select(payment => (long?)payment.Id).FirstOrDefaultAsync(cancellation) ?? throw new NotFound("PayPal order");
        return await topUps.ConvergeAsync(id, cancellation);
    }
}
