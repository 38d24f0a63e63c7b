using Cln.Contracts;

namespace Cln.Billing;

/// <summary>PayPal. A payment is an order there, the money that moves is its capture, and a kept wallet is a payment token of its vault.</summary>
internal sealed class PayPal(PayPalOrders orders, PayPalVault vault, PayPalNotes notes, PayPalHttp http) : IGateway
{
    public const string Name = "paypal";

    public string Code => Name;

    public Task<MethodSetup> BeginKeepingAsync(MethodSetupOrder order, CancellationToken cancellation) => vault.BeginAsync(order, cancellation);

    public Task<KeptMethod> KeepAsync(MethodToKeep method, CancellationToken cancellation) => vault.KeepAsync(method, cancellation);

    public Task ForgetAsync(string reference, CancellationToken cancellation) => vault.ForgetAsync(reference, cancellation);

    public Task<GatewayPayment> CreateAsync(PaymentOrder order, CancellationToken cancellation) => orders.CreateAsync(order, cancellation);

    public Task<GatewayPayment> ConfirmAsync(string paymentId, PaymentOrder order, CancellationToken cancellation) => orders.CaptureAsync(paymentId, order, cancellation);

    public Task<GatewayPayment> FindAsync(string paymentId, CancellationToken cancellation) => orders.FindAsync(paymentId, cancellation);

    public Task<GatewayPayment?> SearchAsync(PaymentOrder order, DateTimeOffset since, CancellationToken cancellation) => orders.SearchAsync(order, since, cancellation);

    /// <summary>
    /// PayPal has no way to void an order, and doesn't need one: only we can take its money. That we never will is noted, in the same row in
    /// which asking for the money is noted, so that one of the two comes first.
    /// </summary>
    public async Task<GatewayPayment> CancelAsync(string paymentId, string key, CancellationToken cancellation)
    {
        await notes.GiveUpAsync(paymentId, cancellation);
        return await orders.FindAsync(paymentId, cancellation);
    }

    public async Task<GatewayRefund> RefundAsync(RefundOrder order, CancellationToken cancellation)
    {
        try
        {
            return PayPalReading.Refund(await http.PostAsync(
                $"v2/payments/captures/{Uri.EscapeDataString(order.ChargeId)}/refund", $"{order.Key}:refund:1", PayPalRequests.Refund(order), PayPalWire.Default.WireRefundOrder,
                PayPalWire.Default.WireRefund, cancellation));
        }
        catch (PayPalRefusal refusal) when (!PayPalIssues.IsPerhapsPaid(refusal.Issue))
        {
            throw new RefundRefused($"{refusal.Description} ({refusal.Issue})");
        }
    }

    public async Task<GatewayRefund> FindRefundAsync(string refundId, CancellationToken cancellation) =>
        PayPalReading.Refund(await http.GetAsync($"v2/payments/refunds/{Uri.EscapeDataString(refundId)}", PayPalWire.Default.WireRefund, cancellation));
}
