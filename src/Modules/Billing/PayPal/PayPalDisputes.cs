using Cln.Contracts;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Disputes about money that moved. Not every PayPal account lets us see them; a payment is posted all the same.</summary>
internal sealed class PayPalDisputes(PayPalHttp http, ILogger<PayPalDisputes> logger)
{
    /// <summary>Less than anybody waits for the payment itself.</summary>
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(5);

    /// <returns>The latest; null when there is none, or when it can't be told at the moment.</returns>
    public async Task<GatewayDispute?> FindAsync(string captureId, CancellationToken cancellation)
    {
        using var enough = new CancellationTokenSource(patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellation);
        try
        {
            var found = await http.GetAsync($"v1/customer/disputes?disputed_transaction_id={Uri.EscapeDataString(captureId)}&page_size=50", PayPalWire.Default.WireDisputes, either.Token);
            var latest = (found.Items ?? []).Where(dispute => dispute.DisputeId is { Length: > 0 }).MaxBy(dispute => dispute.CreateTime, StringComparer.Ordinal);
            if (latest is null) return null;
            if (latest.Status == "RESOLVED" && latest.DisputeOutcome is null)
                latest = await http.GetAsync($"v1/customer/disputes/{Uri.EscapeDataString(latest.DisputeId!)}", PayPalWire.Default.WireDispute, either.Token);
            return new(latest.DisputeId!, Status(latest), PayPalMoney.Read(latest.DisputeAmount), latest.DisputeAmount!.CurrencyCode ?? "");
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            logger.LogWarning(failure, "PayPal doesn't tell whether the capture {Capture} is disputed", captureId);
            return null;
        }
    }

    private static GatewayDisputeStatus Status(WireDispute dispute) => dispute switch
    {
        { Status: not "RESOLVED" } => GatewayDisputeStatus.Open,
        { DisputeOutcome.OutcomeCode: "RESOLVED_BUYER_FAVOUR" or "ACCEPTED" } => GatewayDisputeStatus.Lost,
        { DisputeOutcome.OutcomeCode: "RESOLVED_SELLER_FAVOUR" or "RESOLVED_WITH_PAYOUT" or "CANCELED_BY_BUYER" or "DENIED" } => GatewayDisputeStatus.Won,
        _ => throw new PayPalUnclear($"PayPal's dispute {dispute.DisputeId} ended with \"{dispute.DisputeOutcome?.OutcomeCode}\"."),
    };
}
