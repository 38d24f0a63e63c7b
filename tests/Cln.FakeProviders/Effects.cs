using Cln.FakeProviders.Keeping;
using Cln.FakeProviders.PayPal;
using Cln.FakeProviders.Stripe;

namespace Cln.FakeProviders;

/// <summary>Every movement of money that really happened, to be held against somebody's ledger.</summary>
internal static class Effects
{
    public static Moved Of(Page page)
    {
        List<Effect> charges =
        [
            .. page.All<StripeCharge>().Where(charge => charge.Status == "succeeded").Select(charge => new Effect(
                "stripe", charge.Id, charge.Payment, Key(page.The<StripePayment>(charge.Payment).Metadata), charge.Amount, charge.Currency.ToUpperInvariant(), charge.Status, charge.Refunded, charge.Created)),
            .. page.All<PayPalCapture>().Where(capture => capture.Status is not ("PENDING" or "DECLINED")).Select(capture => new Effect(
                "paypal", capture.Id, capture.Order, capture.CustomId, capture.Amount.Minor, capture.Amount.Currency, capture.Status, capture.Refunded, capture.Created)),
        ];
        List<Effect> refunds =
        [
            .. page.All<StripeRefund>().Select(refund => new Effect("stripe", refund.Id, refund.Payment, Key(refund.Metadata), refund.Amount, refund.Currency.ToUpperInvariant(), refund.Status, 0, refund.Created)),
            .. page.All<PayPalRefund>().Select(refund => new Effect(
                "paypal", refund.Id, page.The<PayPalCapture>(refund.Capture).Order, refund.CustomId, refund.Amount.Minor, refund.Amount.Currency, refund.Status, 0, refund.Created)),
        ];
        return new(Counted(charges), Counted(refunds));
    }

    private static IReadOnlyList<Effect> Counted(List<Effect> effects)
    {
        var counts = effects.Where(effect => effect.Key is not null).CountBy(effect => (effect.Provider, effect.Key)).ToDictionary();
        return [.. effects.Select(effect => effect with { Effects = effect.Key is null ? 1 : counts[(effect.Provider, effect.Key)] })];
    }

    /// <summary>The name that its maker gave it: the metadata's only entry that is called so, or is one.</summary>
    private static string? Key(IReadOnlyDictionary<string, string> metadata) =>
        metadata.GetValueOrDefault("attempt_id") ?? metadata.GetValueOrDefault("refund_id") ?? metadata.GetValueOrDefault("key") ?? (metadata.Count == 1 ? metadata.Values.First() : null);
}

/// <summary>All charges and refunds.</summary>
internal sealed record Moved(IReadOnlyList<Effect> Charges, IReadOnlyList<Effect> Refunds);

/// <summary>A charge or refund.</summary>
/// <param name="Provider">stripe or paypal.</param>
/// <param name="Id">The provider's name for it.</param>
/// <param name="Payment">The PaymentIntent or order that it belongs to.</param>
/// <param name="Key">Our own name for it: the metadata's attempt_id, refund_id or key, or the custom_id.</param>
/// <param name="Amount">In minor units.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Status">As the provider says.</param>
/// <param name="Refunded">How much of a charge was given back.</param>
/// <param name="At">When.</param>
internal sealed record Effect(string Provider, string Id, string Payment, string? Key, long Amount, string Currency, string Status, long Refunded, DateTimeOffset At)
{
    /// <summary>How many there are of this key: more than one is money that moved twice.</summary>
    public int Effects { get; init; } = 1;
}
