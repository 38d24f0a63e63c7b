using Cln.Contracts;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>Money to bring in from a kept card or wallet.</summary>
/// <param name="Amount">How much: between 10.00 and 50000.00, where the installation doesn't set other limits.</param>
/// <param name="PaymentMethodId">The card or wallet to charge; the current one when left out.</param>
/// <param name="IdempotencyKey">A name for this top-up: sending it again takes no more money.</param>
internal sealed record TopUpInput(Money Amount, Id<PaymentMethod>? PaymentMethodId, IdempotencyKey IdempotencyKey);

[Extends<Mutation>]
internal static class TopUp
{
    /// <summary>
    /// Charges a kept card or wallet and adds the money to your balance. A payment that was declined, or of which the gateway hasn't told the
    /// end yet, is an answer and no error: look at its `state`, and follow it by `paymentChanged`.
    /// </summary>
    [Scope(Scopes.BillingWrite), SavesInSteps, OncePerRequest]
    [Throws<NotFound>, Throws<NoPaymentMethod>, Throws<GatewayNotConfigured>, Throws<TokenLimitExceeded>]
    public static Task<Payment> TopUpAsync(
        TopUpInput input, Caller caller, TopUps topUps, PaymentMethods methods, Gateways gateways, TimeProvider clock, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        return topUps.MakeAsync(
            resellerId, input.Amount, input.IdempotencyKey,
            async reseller =>
            {
                var method = input.PaymentMethodId is { } id
                    ? await methods.FindAsync(resellerId, id.Value, cancellation)
                    : await methods.CurrentAsync(resellerId, cancellation) ?? throw new NoPaymentMethod();
                gateways.Find(method.Gateway);
                return Payment.Of(reseller, PaymentPurpose.TopUp, input.Amount, method, input.IdempotencyKey.ToString(), clock.GetUtcNow());
            },
            cancellation);
    }
}

/// <summary>There is no current payment method to charge: add one, or name the one to charge.</summary>
internal sealed class NoPaymentMethod() : DomainError("NO_PAYMENT_METHOD", "Your account has no current payment method. Add one, or name the one to charge.");
