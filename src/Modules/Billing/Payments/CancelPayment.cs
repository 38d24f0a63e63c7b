using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>A payment to call off.</summary>
/// <param name="Id">The payment's.</param>
internal sealed record CancelPaymentInput(Id<Payment> Id);

[Extends<Mutation>]
internal static class CancelPayment
{
    /// <summary>
    /// Calls a payment off that waits for its payer, or of which the gateway hasn't told the end. Money that the gateway has taken stays: it is on
    /// your balance, and the answer is PAYMENT_ALREADY_PAID. One that has ended without money is answered as it is.
    /// </summary>
    [Scope(Scopes.BillingWrite), SavesInSteps]
    [Throws<NotFound>, Throws<PaymentAlreadyPaid>, Throws<PaymentUnderWay>]
    public static async Task<Payment> CancelPaymentAsync(CancelPaymentInput input, Caller caller, TopUps topUps, ClnDbContext db, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        if (!await db.Payments.AnyAsync(payment => payment.Id == input.Id.Value && payment.ResellerId == resellerId, cancellation)) throw new NotFound("payment");
        return Ended(await topUps.CancelAsync(input.Id.Value, cancellation));
    }

    /// <summary>The payment, if it has ended without money.</summary>
    /// <exception cref="PaymentAlreadyPaid">The money is on the balance.</exception>
    /// <exception cref="PaymentUnderWay">It may still end either way.</exception>
    internal static Payment Ended(Payment payment)
    {
        if (payment.IsPosted) throw new PaymentAlreadyPaid();
        return payment.State.IsOpen() ? throw new PaymentUnderWay() : payment;
    }
}

/// <summary>The payment can't be called off: it is paid, and the money is on the balance.</summary>
internal sealed class PaymentAlreadyPaid() : DomainError("PAYMENT_ALREADY_PAID", "This payment is already paid, and the money is on the balance.");

/// <summary>The gateway can't stop the payment any more, or doesn't answer: it may still end either way. Try again in a minute.</summary>
internal sealed class PaymentUnderWay()
    : DomainError("PAYMENT_UNDER_WAY", "The gateway is at work on this payment, or doesn't answer, so that it may still be paid. Try again in a minute; its state tells its end.");
