using Cln.Contracts;

namespace Cln.Billing;

/// <summary>Wallets that PayPal keeps for us, so that they can be charged when their owner is away.</summary>
internal sealed class PayPalVault(PayPalHttp http, PayPalNotes notes)
{
    /// <exception cref="PaymentMethodRefused">PayPal doesn't let us keep wallets.</exception>
    public async Task<MethodSetup> BeginAsync(MethodSetupOrder order, CancellationToken cancellation)
    {
        var begun = await SendAsync("v3/vault/setup-tokens", $"{order.Key}:setup:1", PayPalRequests.Setup(order.Checkout), cancellation);
        var page = begun.Links.Find("approve") ?? begun.Links.Find("payer-action") ?? throw new PayPalUnclear("PayPal names no page where the wallet is approved.");
        await notes.AddSetupAsync(order.ResellerId, begun.Id!, cancellation);
        return new(begun.Id!, page, ClientSecret: null);
    }

    /// <exception cref="PaymentMethodRefused">The reseller began no such wallet, or its owner hasn't approved it.</exception>
    public async Task<KeptMethod> KeepAsync(MethodToKeep method, CancellationToken cancellation)
    {
        if (!await notes.OwnsSetupAsync(method.ResellerId, method.Token, cancellation)) throw new PaymentMethodRefused("You began to keep no PayPal account of that name.");
        var kept = await SendAsync("v3/vault/payment-tokens", $"keep:{method.Token}", PayPalRequests.Keep(method.Token), cancellation);
        var label = kept.PaymentSource?.Paypal?.EmailAddress is { Length: > 0 } address ? $"PayPal {address}" : "PayPal";
        return new(kept.Id!, label.Length <= 100 ? label : label[..100], ExpiresOn: null);
    }

    public Task ForgetAsync(string reference, CancellationToken cancellation) => http.DeleteAsync($"v3/vault/payment-tokens/{Uri.EscapeDataString(reference)}", cancellation);

    private async Task<WireVault> SendAsync(string path, string key, WireVault body, CancellationToken cancellation)
    {
        try
        {
            var answer = await http.PostAsync(path, key, body, PayPalWire.Default.WireVault, PayPalWire.Default.WireVault, cancellation);
            return answer.Id is { Length: > 0 and <= 200 } ? answer : throw new PayPalUnclear("PayPal's answer has no id.");
        }
        catch (PayPalRefusal refusal)
        {
            throw new PaymentMethodRefused($"PayPal doesn't keep this account: {refusal.Description} ({refusal.Issue})");
        }
    }
}
