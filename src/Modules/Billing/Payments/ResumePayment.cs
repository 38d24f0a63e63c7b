using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>A payment that waits for its payer.</summary>
/// <param name="Id">The payment's.</param>
internal sealed record ResumePaymentInput(Id<Payment> Id);

/// <summary>A payment, and what its payer needs to approve it.</summary>
/// <param name="Payment">The payment as it is now.</param>
/// <param name="ApprovalUrl">The gateway's page to send the payer to; null when there is none.</param>
/// <param name="ClientSecret">What the gateway's own form in the browser takes to let the payer confirm; null when there is none. Keep it out of logs and addresses.</param>
[Payload]
internal sealed record ResumedPayment(Payment Payment, string? ApprovalUrl, string? ClientSecret);

[Extends<Mutation>]
internal static class ResumePayment
{
    /// <summary>
    /// Takes up a payment that waits for its payer (REQUIRES_ACTION), such as a card whose bank wants its holder to confirm: asks the gateway how it
    /// stands and answers what the payer needs. Both are null when nothing is to be approved any more: the payment's `state` says why.
    /// </summary>
    [Scope(Scopes.BillingWrite), SavesInSteps, OncePerRequest]
    [Throws<NotFound>]
    public static async Task<ResumedPayment> ResumePaymentAsync(
        ResumePaymentInput input, Caller caller, Convergence convergence, TopUps topUps, ClnDbContext db, CancellationToken cancellation)
    {
        var resellerId = caller.RequireReseller();
        var payment = await db.Payments.AsNoTracking().FirstOrDefaultAsync(p => p.Id == input.Id.Value && p.ResellerId == resellerId, cancellation) ?? throw new NotFound("payment");
        if (!payment.State.IsOpen()) return new(payment, ApprovalUrl: null, ClientSecret: null);
        var answer = await convergence.ResumeAsync(payment.Id, cancellation);
        var now = await topUps.ReadAsync(payment.Id, cancellation);
        return answer is { Status: GatewayStatus.AwaitsPayer } && now.State == PaymentState.RequiresAction
            ? new(now, answer.ApprovalUrl, answer.ClientSecret)
            : new(now, ApprovalUrl: null, ClientSecret: null);
    }
}
