using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>What resellers are written about their payments, each once, in the transaction of what it tells.</summary>
/// <remarks>A registration writes about its deposit itself.</remarks>
internal sealed class PaymentLetters(ClnDbContext db, Notices notices, Balances balances, MailedLinks links)
{
    /// <summary>Tells of the state that a payment has just come to, where that is worth a letter.</summary>
    public Task TellAsync(Payment payment, CancellationToken cancellation) => payment switch
    {
        { Purpose: PaymentPurpose.Deposit } => Task.CompletedTask,
        { State: PaymentState.Posted } => ReceivedAsync(payment, cancellation),
        { State: PaymentState.Declined, DeclineClass: DeclineClass.PayerMustAct, Purpose: PaymentPurpose.Autopayment } => ActionRequiredAsync(payment, links.TopUp(payment.Amount), cancellation),
        { State: PaymentState.RequiresAction, Purpose: PaymentPurpose.Autopayment } => ActionRequiredAsync(payment, payment.ApprovalUrl ?? links.Payments, cancellation),
        { State: PaymentState.Declined } => DeclinedAsync(payment, cancellation),
        _ => Task.CompletedTask,
    };

    public async Task RefundedAsync(Payment payment, Refund refund, Money balance, CancellationToken cancellation) => await StageAsync(
        payment, $"refund:{payment.Gateway}:{refund.GatewayId}", $"Refund of {refund.Amount} {refund.Currency}",
        $"""
        we have given back {refund.Amount} {refund.Currency} of your payment "{payment.Description}". It goes to the card or wallet that you paid with; banks take up to ten days to show it.

        Your balance is now {balance} {payment.Currency}.{Debt(balance)}

        The document is among your invoices:

        {links.Invoices}
        """,
        cancellation);

    public async Task RefundReturnedAsync(Payment payment, Refund refund, Money balance, CancellationToken cancellation) => await StageAsync(
        payment, $"refund-returned:{payment.Gateway}:{refund.GatewayId}", $"Your refund of {refund.Amount} {refund.Currency} came back",
        $"""
        the bank of the card or wallet that you paid with did not take our refund of {refund.Amount} {refund.Currency}. We have put the money back on your balance, which is now {balance} {payment.Currency}.

        Write to us, and we find another way to send it to you.
        """,
        cancellation);

    public async Task DisputedAsync(Payment payment, Dispute dispute, CancellationToken cancellation) => await StageAsync(
        payment, $"dispute:{payment.Gateway}:{dispute.GatewayId}:open", $"A payment of {payment.Amount} {payment.Currency} is disputed",
        $"""
        the card holder's bank has told us that your payment "{payment.Description}" of {payment.Amount} {payment.Currency} is disputed, and holds {dispute.Amount} {dispute.Currency} until it decides. Your balance does not change meanwhile.

        If this is a mistake, the quickest end is that the card holder takes the dispute back at the bank. Write to us if we can help.
        """,
        cancellation);

    public async Task DisputeWonAsync(Payment payment, Dispute dispute, CancellationToken cancellation) => await StageAsync(
        payment, $"dispute:{payment.Gateway}:{dispute.GatewayId}:won", "The dispute about your payment is closed",
        $"""
        the bank has closed the dispute about your payment "{payment.Description}", and the payment stands. Your balance has not changed, and there is nothing to do for you.
        """,
        cancellation);

    public async Task DisputeLostAsync(Payment payment, Dispute dispute, Money balance, CancellationToken cancellation) => await StageAsync(
        payment, $"dispute:{payment.Gateway}:{dispute.GatewayId}:lost", $"{dispute.Amount} {dispute.Currency} went back to the card holder",
        $"""
        the bank has decided the dispute about your payment "{payment.Description}" for the card holder, who has {dispute.Amount} {dispute.Currency} back. We have taken it from your balance, which is now {balance} {payment.Currency}.{Debt(balance)}

        The document is among your invoices:

        {links.Invoices}
        """,
        cancellation);

    private async Task ReceivedAsync(Payment payment, CancellationToken cancellation)
    {
        var balance = await balances.OfAsync(payment.ResellerId, cancellation);
        await StageAsync(
            payment, $"payment:{payment.Id}:received", $"We received your payment of {payment.Amount} {payment.Currency}",
            $"""
            thank you. We received your payment of {payment.Amount} {payment.Currency} ({payment.Description}). Your balance is now {balance.Amount} {payment.Currency}.

            The document is among your invoices:

            {links.Invoices}
            """,
            cancellation);
    }

    private Task DeclinedAsync(Payment payment, CancellationToken cancellation) => StageAsync(
        payment, $"payment:{payment.Id}:declined", $"Your payment of {payment.Amount} {payment.Currency} was declined",
        $"""
        your payment of {payment.Amount} {payment.Currency} ({payment.Description}) was declined: {payment.DeclineReason}

        No money was taken. You can try another card or wallet here:

        {links.PaymentMethods}
        """,
        cancellation);

    private Task ActionRequiredAsync(Payment payment, string link, CancellationToken cancellation) => StageAsync(
        payment, $"payment:{payment.Id}:action", $"Please confirm your payment of {payment.Amount} {payment.Currency}",
        $"""
        we tried to charge {payment.Amount} {payment.Currency} ({payment.Description}) for your balance, and your bank wants you to confirm it in person. No money was taken.

        You can do that here; it takes a minute:

        {link}
        """,
        cancellation);

    private static string Debt(Money balance) => balance.IsNegative ? " You have a debt on your account, please pay." : "";

    private async Task StageAsync(Payment payment, string occasion, string subject, string text, CancellationToken cancellation)
    {
        var name = await db.Resellers.Where(reseller => reseller.Id == payment.ResellerId).Select(reseller => reseller.FirstName).SingleAsync(cancellation);
        await notices.StageAsync(payment.ResellerId, occasion, subject, $"Hello {name},\n\n{text}", cancellation);
    }
}
