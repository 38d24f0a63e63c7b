using Cln.Contracts;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>
/// Makes a payment here what it is with its gateway. Everybody who wants a payment to come further calls this and nothing else: the mutation
/// that made it, the payer's return, the janitor. Any number of them may do so at once.
/// </summary>
internal sealed class Convergence(Apart apart, Gateways gateways, ILogger<Convergence> logger)
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks the gateway and writes down what it says. Does nothing when there is nothing to learn, or when another is at it.</summary>
    public async Task ConvergeAsync(long paymentId, CancellationToken cancellation)
    {
        var leased = await apart.CommitAsync((Settlement settlement) => settlement.LeaseAsync(paymentId, cancellation), cancellation);
        if (leased is null) return;

        // Money may be about to move: from here on nobody's hanging up stops us.
        var answer = await AskAsync(leased);
        await apart.CommitAsync((Settlement settlement) => settlement.SettleAsync(paymentId, answer, CancellationToken.None), CancellationToken.None);
    }

    /// <summary>Calls off a payment that was never sent.</summary>
    public Task AbandonAsync(long paymentId, CancellationToken cancellation) =>
        apart.CommitAsync((Settlement settlement) => settlement.AbandonAsync(paymentId, cancellation), cancellation);

    /// <returns>What the gateway says; null when it says nothing that can be understood, and money may have moved.</returns>
    private async Task<GatewayPayment?> AskAsync(Payment payment)
    {
        try
        {
            using var enough = new CancellationTokenSource(patience, TimeProvider.System);
            var gateway = gateways.Find(payment.Gateway);
            if (payment.GatewayId is { } known) return await TakeAsync(gateway, payment, await gateway.FindAsync(known, enough.Token), enough.Token);

            var created = await gateway.CreateAsync(payment.Order, enough.Token);
            await apart.CommitAsync((Settlement settlement) => settlement.KnowAsync(payment.Id, created.Id, enough.Token), enough.Token);
            return await TakeAsync(gateway, payment, created, enough.Token);
        }
        catch (PaymentMethodRefused refused)
        {
            return new(payment.GatewayId ?? "", GatewayStatus.Declined, payment.Amount, payment.Currency) { Decline = new("refused", DeclineClass.Never, refused.Message) };
        }
        catch (Exception failure)
        {
            logger.LogWarning(failure, "The gateway {Gateway} gave no usable answer about payment {Payment}; it is asked again", payment.Gateway, payment.Id);
            return null;
        }
    }

    private static async Task<GatewayPayment> TakeAsync(IGateway gateway, Payment payment, GatewayPayment now, CancellationToken cancellation) =>
        now.Status == GatewayStatus.Ready ? await gateway.ConfirmAsync(now.Id, payment.Order, cancellation) : now;
}
