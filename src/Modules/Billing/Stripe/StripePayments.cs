using Cln.Contracts;
using Stripe;

namespace Cln.Billing;

/// <summary>What a payment intent says, in our words.</summary>
internal static class StripePayments
{
    /// <summary>Where an intent keeps our name for it.</summary>
    public const string KeyName = "attempt_id";

    /// <summary>Where an intent keeps that it charges a kept card, and not whichever the payer enters.</summary>
    public const string KeptName = "kept_card";

    public static string? Key(this PaymentIntent intent) => intent.Metadata?.GetValueOrDefault(KeyName);

    /// <summary>The kept card was refused and the intent would take another: what nobody asked for.</summary>
    public static bool WaitsForAnotherCard(this PaymentIntent intent) =>
        intent.Status == "requires_payment_method" && intent.Key() is not null && intent.Metadata.ContainsKey(KeptName);

    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public static GatewayPayment Answer(this PaymentIntent intent, GatewayDecline? decline)
    {
        var status = StatusOf(intent);
        if (status == GatewayStatus.Succeeded && intent.LatestChargeId is null) throw new InvalidDataException($"Stripe's {intent.Id} has succeeded and names no charge.");
        if (status == GatewayStatus.Canceled && intent.Metadata?.ContainsKey(KeptName) == true) decline ??= Refusal(intent);
        if (status == GatewayStatus.Canceled && decline is not null) status = GatewayStatus.Declined;
        var waits = status == GatewayStatus.AwaitsPayer;
        return new(intent.Id, status, new(status == GatewayStatus.Succeeded ? intent.AmountReceived : intent.Amount), StripeMoney.Currency(intent.Currency))
        {
            Key = intent.Key(),
            ChargeId = status == GatewayStatus.Succeeded ? intent.LatestChargeId : null,
            Decline = status == GatewayStatus.Declined ? decline : null,
            ApprovalUrl = waits ? intent.NextAction?.RedirectToUrl?.Url : null,
            ClientSecret = waits ? intent.ClientSecret : null,
        };
    }

    /// <summary>Why the last try was refused; null when there was none.</summary>
    public static GatewayDecline? Refusal(PaymentIntent intent) =>
        intent.LastPaymentError is { Type: "card_error" } error ? StripeDeclines.Of(error) : StripeDeclines.Of(intent.LatestCharge);

    private static GatewayStatus StatusOf(PaymentIntent intent) => intent.Status switch
    {
        "requires_payment_method" or "requires_action" => GatewayStatus.AwaitsPayer,
        "requires_confirmation" => GatewayStatus.Ready,
        "processing" or "requires_capture" => GatewayStatus.Processing,
        "succeeded" => GatewayStatus.Succeeded,
        "canceled" => intent.CancellationReason is "automatic" or "expired" ? GatewayStatus.Expired : GatewayStatus.Canceled,
        _ => throw new InvalidDataException($"Stripe's {intent.Id} is \"{intent.Status}\", a state that we don't know."),
    };
}
