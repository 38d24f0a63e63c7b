using Cln.Contracts;
using Stripe;

namespace Cln.Billing;

/// <summary>Money that goes back, whoever asked for it: we, somebody in Stripe's dashboard, or the payer's bank.</summary>
internal sealed class StripeRefunds(StripeCalls calls)
{
    /// <summary>Where a refund keeps our name for it.</summary>
    private const string KeyName = "refund_id";

    public async Task<GatewayRefund> MakeAsync(RefundOrder order, CancellationToken cancellation)
    {
        // Stripe's memory of keys ends after a day and its list doesn't: what is on it is never made again.
        if (await FindByKeyAsync(order, cancellation) is { } known) return Answer(known);
        var options = new RefundCreateOptions
        {
            PaymentIntent = order.PaymentId,
            Amount = StripeMoney.Of(order.Amount, order.Currency),
            Metadata = new() { [KeyName] = order.Key, ["reason"] = order.Reason.Length <= 500 ? order.Reason : order.Reason[..500] },
        };
        try
        {
            return Answer(await calls.DoAsync(
                order.Key, "refund", (api, request) => api.Refunds.CreateAsync(options, request, cancellation), () => FindByKeyAsync(order, cancellation)));
        }
        catch (StripeException failure) when (failure.IsInvalid() || failure.IsCardError())
        {
            throw new RefundRefused(failure.StripeError.Message);
        }
    }

    public async Task<GatewayRefund> FindAsync(string refundId, CancellationToken cancellation)
    {
        var refund = await calls.AskAsync(api => api.Refunds.GetAsync(refundId, cancellationToken: cancellation));
        return refund.Id == refundId ? Answer(refund) : throw new InvalidDataException($"Stripe was asked about {refundId} and answered about {refund.Id}.");
    }

    /// <summary>What was given back of a payment, oldest first.</summary>
    public async Task<IReadOnlyList<GatewayRefund>> OfAsync(PaymentIntent intent, CancellationToken cancellation)
    {
        if (intent.LatestCharge is { AmountRefunded: 0 }) return [];

        // The list has the newest first; their times count seconds only.
        return [.. (await ListAsync(intent.Id, cancellation)).Reverse().OrderBy(refund => refund.Created).Select(Answer)];
    }

    /// <summary>The latest dispute about a payment. An inquiry, in which the bank only asks and holds no money, is none.</summary>
    public async Task<GatewayDispute?> DisputeOfAsync(PaymentIntent intent, CancellationToken cancellation)
    {
        if (intent.LatestCharge is { Disputed: false }) return null;
        var disputes = await calls.AskAsync(api => api.Disputes.ListAsync(new() { PaymentIntent = intent.Id, Limit = 10 }, cancellationToken: cancellation));
        return disputes.Data.Where(dispute => StatusOf(dispute) is not null).OrderByDescending(dispute => dispute.Created)
            .Select(dispute => new GatewayDispute(dispute.Id, StatusOf(dispute)!.Value, new(dispute.Amount), StripeMoney.Currency(dispute.Currency))).FirstOrDefault();
    }

    private async Task<Refund?> FindByKeyAsync(RefundOrder order, CancellationToken cancellation) =>
        (await ListAsync(order.PaymentId, cancellation)).FirstOrDefault(refund => refund.Metadata?.GetValueOrDefault(KeyName) == order.Key);

    private async Task<IReadOnlyList<Refund>> ListAsync(string paymentId, CancellationToken cancellation) => await calls.AskAsync(async api =>
    {
        List<Refund> refunds = [];
        await foreach (var refund in api.Refunds.ListAutoPagingAsync(new() { PaymentIntent = paymentId, Limit = 100 }, cancellationToken: cancellation)) refunds.Add(refund);
        return refunds;
    });

    private static GatewayRefund Answer(Refund refund) => new(refund.Id, StatusOf(refund), new(refund.Amount), StripeMoney.Currency(refund.Currency))
    {
        Key = refund.Metadata?.GetValueOrDefault(KeyName),
    };

    private static GatewayRefundStatus StatusOf(Refund refund) => refund.Status switch
    {
        "succeeded" => GatewayRefundStatus.Succeeded,
        "failed" or "canceled" => GatewayRefundStatus.Failed,
        _ => GatewayRefundStatus.Pending,
    };

    private static GatewayDisputeStatus? StatusOf(Dispute dispute) => dispute.Status switch
    {
        "won" => GatewayDisputeStatus.Won,
        "lost" => GatewayDisputeStatus.Lost,
        "needs_response" or "under_review" => GatewayDisputeStatus.Open,
        _ => null,
    };
}
