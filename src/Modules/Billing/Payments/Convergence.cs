using Cln.Contracts;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>
/// Makes a payment here what it is with its gateway. Everybody who wants a payment to come further calls this and nothing else: the mutation
/// that made it, the payer's return, webhooks, the janitor, reconciliation, operators. Any number of them may do so at once.
/// </summary>
internal sealed class Convergence(Apart apart, Inquiry inquiry, Waiting waiting, ILogger<Convergence> logger)
{
    /// <summary>As long as the one who has the lease may be asking.</summary>
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan longestStep = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Asks the gateway and writes down what it says: the payment's end, and of one that is posted what was given back and disputed since. While
    /// another is at it, waits until that one, or one who began later, is done: what is known afterwards is never older than this call.
    /// </summary>
    public Task ConvergeAsync(long paymentId, CancellationToken cancellation) => RunAsync(paymentId, Wish.Further, cancellation);

    /// <summary>Sees to it that a payment can't succeed any more. One that has succeeded is posted instead.</summary>
    public async Task CancelAsync(long paymentId, CancellationToken cancellation)
    {
        await AbandonAsync(paymentId, cancellation);
        await RunAsync(paymentId, Wish.Cancel, cancellation);
    }

    /// <summary>The same, and hands over what the gateway said: what the payer needs to approve is nowhere else.</summary>
    /// <returns>Null when it said nothing.</returns>
    public Task<GatewayPayment?> ResumeAsync(long paymentId, CancellationToken cancellation) => RunAsync(paymentId, Wish.Resume, cancellation);

    /// <summary>The same for an operator who decides that what the gateway took is what was to be paid, though the amount differs.</summary>
    public Task AcceptAsync(long paymentId, CancellationToken cancellation) => RunAsync(paymentId, Wish.Accept, cancellation);

    /// <summary>Calls off a payment that was never sent.</summary>
    public Task AbandonAsync(long paymentId, CancellationToken cancellation) =>
        apart.CommitAsync((Settlement settlement) => settlement.AbandonAsync(paymentId, cancellation), cancellation);

    private async Task<GatewayPayment?> RunAsync(long paymentId, Wish wish, CancellationToken cancellation)
    {
        if (await TurnAsync(paymentId, wish, cancellation) is not { } leased) return null;
        if (leased.State == PaymentState.Submitting) CrashPoint.Hit("C3");

        // Money may be about to move: from here on nobody's hanging up stops us.
        var reply = await inquiry.AskAsync(leased, wish);
        var moved = reply.Answer is { Status: GatewayStatus.Succeeded };
        if (moved) CrashPoint.Hit("C7");
        await RecordAsync(leased, reply, wish);
        return reply.Answer;
    }

    /// <returns>The payment, leased; null when there is nothing to learn, or when another has learnt it meanwhile.</returns>
    private async Task<Payment?> TurnAsync(long paymentId, Wish wish, CancellationToken cancellation)
    {
        int? held = null;
        var waited = TimeSpan.Zero;
        for (var step = TimeSpan.FromMilliseconds(25); ; step = step < longestStep ? step * 2 : longestStep)
        {
            var turn = await apart.CommitAsync((Settlement settlement) => settlement.LeaseAsync(paymentId, wish == Wish.Further ? held : null, cancellation), cancellation);
            if (turn.Mine) return turn.Payment;
            if (turn.Over || waited >= patience) return null;
            held ??= turn.Payment.Checks;
            waited += step;
            await waiting.ForAsync(step, cancellation);
        }
    }

    private async Task RecordAsync(Payment leased, Reply<GatewayPayment> reply, Wish wish)
    {
        try
        {
            await apart.CommitAsync((Settlement settlement) => settlement.SettleAsync(leased.Id, reply, wish, leased.Checks, CancellationToken.None), CancellationToken.None);
        }
        catch (Exception failure) when (reply.Answer is { Status: GatewayStatus.Succeeded, ChargeId: not null })
        {
            // Perhaps only the word that it is committed was lost. What was posted has a name, by which it is found.
            if (!await apart.CommitAsync((Settlement settlement) => settlement.IsPostedAsync(leased, reply.Answer.ChargeId, CancellationToken.None), CancellationToken.None)) throw;
            logger.LogWarning(failure, "Payment {Payment} is posted, though the database didn't say so", leased.Id);
        }
    }
}
