using Cln.Contracts;

namespace Cln.Billing;

/// <summary>Brings a refund as far as it goes with its gateway. The same key is sent again after a crash or a lost answer, once the gateway's own list doesn't have it.</summary>
internal sealed class Refunding(Apart apart, GatewayCalls calls, TimeProvider clock)
{
    /// <summary>No gateway forgets a refund's key sooner.</summary>
    private static readonly TimeSpan keysLast = TimeSpan.FromHours(20);

    public async Task SendAsync(long refundId, CancellationToken cancellation)
    {
        if (await apart.CommitAsync((RefundRows rows) => rows.LeaseAsync(refundId, cancellation), cancellation) is not var (refund, payment)) return;
        CrashPoint.Hit("C15");

        // Money may be about to move: from here on nobody's hanging up stops us.
        var reply = await calls.AskAsync(payment.Gateway, $"refund {refund.Id}", (gateway, enough) => AskAsync(gateway, payment, refund, enough));
        CrashPoint.Hit("C16");
        await apart.CommitAsync((RefundRows rows) => rows.SettleAsync(refundId, reply, refund.Checks, CancellationToken.None), CancellationToken.None);
    }

    private async Task<RefundWord?> AskAsync(IGateway gateway, Payment payment, Refund refund, CancellationToken enough)
    {
        if (refund.GatewayId is { } known) return Word(await calls.SendAsync(() => gateway.FindRefundAsync(known, enough), enough));
        if (refund.Checks > 1)
        {
            var now = await calls.SendAsync(() => gateway.FindAsync(payment.GatewayId!, enough), enough);
            if (now.Refunds.FirstOrDefault(given => given.Key == refund.GatewayKey) is { } found) return Word(found);
            if (clock.GetUtcNow() - refund.CreatedAt >= keysLast) return null;
        }

        try
        {
            return Word(await calls.SendAsync(() => gateway.RefundAsync(refund.Order(payment), enough), enough));
        }
        catch (RefundRefused refused)
        {
            return new(RefundState.Failed, GatewayId: null, refused.Message);
        }
    }

    private static RefundWord Word(GatewayRefund refund) => new(
        refund.Status switch
        {
            GatewayRefundStatus.Succeeded => RefundState.Succeeded,
            GatewayRefundStatus.Failed => RefundState.Failed,
            _ => RefundState.Pending,
        },
        refund.Id,
        FailureReason: null);
}
