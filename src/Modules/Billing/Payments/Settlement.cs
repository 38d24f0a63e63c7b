using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>The steps of a payment on our side, each in the caller's transaction and behind the lock on the reseller's books.</summary>
internal sealed class Settlement(
    ClnDbContext db, BooksLock books, PaymentPosting posting, FollowUps followUps, PaymentMethods methods, PaymentLetters letters, ITokenLimits limits, TimeProvider clock, ILogger<Settlement> logger)
{
    /// <summary>Longer than anybody asks a gateway.</summary>
    private static readonly TimeSpan lease = TimeSpan.FromSeconds(30);

    /// <summary>Tries to get the payment for the caller alone, to ask about it.</summary>
    /// <param name="paymentId">Which.</param>
    /// <param name="held">The number of the turn that the caller found going on; null when it found none.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<Turn> LeaseAsync(long paymentId, int? held, CancellationToken cancellation)
    {
        var payment = await LockAsync(paymentId, cancellation);
        var now = clock.GetUtcNow();
        var learnt = held is { } number && payment.Checks > number && !payment.IsLeased(now);
        if (learnt || !payment.CanBeAsked) return new(payment, Mine: false, Over: true);
        return new(payment, payment.Lease(now, lease), Over: false);
    }

    /// <summary>Stores the gateway's name for a payment, before money can move.</summary>
    public async Task<Payment> KnowAsync(long paymentId, string gatewayId, CancellationToken cancellation)
    {
        var payment = await LockAsync(paymentId, cancellation);
        payment.Know(gatewayId);
        return payment;
    }

    /// <summary>Writes down what the gateway said. Money that moved is in the ledger in the same transaction, with its document and its mail.</summary>
    /// <param name="paymentId">Which.</param>
    /// <param name="reply">What the asking brought.</param>
    /// <param name="wish">What it was asked for.</param>
    /// <param name="turn">The number of the caller's turn.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<Payment> SettleAsync(long paymentId, Reply<GatewayPayment> reply, Wish wish, int turn, CancellationToken cancellation)
    {
        var payment = await LockAsync(paymentId, cancellation);
        switch (reply)
        {
            case { Kind: ReplyKind.Busy }:
            case { Kind: ReplyKind.Refusal } when payment.State != PaymentState.Submitting:
                break;
            case { Kind: ReplyKind.Refusal } when payment.GatewayId is null:
                payment.Unsend();
                break;
            case { Answer: { } answer }:
                if (wish == Wish.Accept && await posting.MayPostAsync(payment, answer, cancellation)) payment.Accept(answer);
                await AcceptAsync(payment, answer, cancellation);
                break;
            default:
                if (reply.Kind == ReplyKind.Missing) payment.Review("the gateway has no such payment, and its key is too old to be sent again");
                await BecomeAsync(payment, PaymentState.Unknown, answer: null, cancellation);
                break;
        }

        payment.Release(turn, clock.GetUtcNow(), reply.Pause);
        return payment;
    }

    public async Task<Payment> AbandonAsync(long paymentId, CancellationToken cancellation)
    {
        var payment = await LockAsync(paymentId, cancellation);
        if (payment.State == PaymentState.Created)
        {
            await BecomeAsync(payment, PaymentState.Canceled, answer: null, cancellation);
            payment.Release(payment.Checks, clock.GetUtcNow(), pause: null);
        }

        return payment;
    }

    /// <summary>Whether this money is in the ledger, by the name of the fact.</summary>
    public Task<bool> IsPostedAsync(Payment payment, string chargeId, CancellationToken cancellation) => posting.IsPostedAsync(Posting.Received(payment, chargeId), cancellation);

    /// <summary>The payment, with its reseller's books locked.</summary>
    public async Task<Payment> LockAsync(long paymentId, CancellationToken cancellation)
    {
        var resellerId = await db.Payments.Where(payment => payment.Id == paymentId).Select(payment => payment.ResellerId).SingleAsync(cancellation);
        await books.TakeAsync(resellerId, cancellation);
        return await db.Payments.Include(payment => payment.Method).SingleAsync(payment => payment.Id == paymentId, cancellation);
    }

    private async Task AcceptAsync(Payment payment, GatewayPayment answer, CancellationToken cancellation)
    {
        if (payment.Mismatch(answer) is { } why)
        {
            // Money that was none of ours and went back whole is nobody's concern any more.
            var over = !payment.IsPosted && PaymentPosting.IsGivenBack(answer);
            if (over) await posting.ReleaseAsync(payment, answer, cancellation);
            else await posting.SuspendAsync(payment, answer, why, cancellation);
            await BecomeAsync(payment, over ? PaymentState.Canceled : PaymentState.Unknown, answer: null, cancellation);
            return;
        }

        if (answer.Decline is { Class: DeclineClass.Internal } decline)
            logger.LogCritical("The gateway {Gateway} finds payment {Payment} faulty: {Code}, {Reason}", payment.Gateway, payment.Id, decline.Code, decline.Reason);
        await BecomeAsync(payment, await StateOfAsync(payment, answer, cancellation), answer, cancellation);
        if (payment.IsPosted && await followUps.ApplyAsync(payment, answer, cancellation)) Tell(payment);
    }

    private async Task<PaymentState> StateOfAsync(Payment payment, GatewayPayment answer, CancellationToken cancellation) => answer.Status switch
    {
        GatewayStatus.AwaitsPayer => PaymentState.RequiresAction,
        GatewayStatus.Processing => PaymentState.Processing,
        GatewayStatus.Succeeded => await posting.MayPostAsync(payment, answer, cancellation) ? PaymentState.Posted : PaymentState.Unknown,
        GatewayStatus.Declined => PaymentState.Declined,
        GatewayStatus.Canceled => PaymentState.Canceled,
        GatewayStatus.Expired => PaymentState.Expired,
        _ => PaymentState.Unknown,
    };

    private async Task BecomeAsync(Payment payment, PaymentState state, GatewayPayment? answer, CancellationToken cancellation)
    {
        var before = payment.State;
        if (!payment.Become(state, answer)) return;
        if (!before.IsOpen()) logger.LogError("Payment {Payment} was {Before}, and the gateway says now that it is {State}", payment.Id, before, state);
        if (state == PaymentState.Posted) await posting.PostAsync(payment, answer!.ChargeId!, cancellation);
        else if (!state.IsOpen()) payment.Settle();
        if (payment.Recount() is { } difference) await limits.CorrectAsync(difference, cancellation);
        if (payment is { Purpose: PaymentPurpose.Deposit, Method: { } method }) await KeepAsync(method, state, cancellation);
        await letters.TellAsync(payment, cancellation);
        Tell(payment);
    }

    private void Tell(Payment payment) => db.Tell(() => new PaymentChanged(payment.ResellerId, payment.Id));

    /// <summary>The card that paid the deposit is the one to go on with; one that didn't is not kept.</summary>
    private async Task KeepAsync(PaymentMethod method, PaymentState state, CancellationToken cancellation)
    {
        if (state == PaymentState.Posted) await methods.MakeCurrentAsync(method, cancellation);
        else if (!state.IsOpen()) await methods.RemoveAsync(method, cancellation);
    }
}

/// <summary>What came of trying to get a payment for oneself.</summary>
/// <param name="Payment">As it is.</param>
/// <param name="Mine">The caller has it, and asks.</param>
/// <param name="Over">There is nothing to ask: nothing can be learnt, or somebody who began later than the caller has learnt it.</param>
internal sealed record Turn(Payment Payment, bool Mine, bool Over);
