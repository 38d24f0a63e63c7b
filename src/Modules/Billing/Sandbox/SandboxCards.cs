using Cln.Contracts;

namespace Cln.Billing;

/// <summary>A test card: what it looks like, and how it behaves.</summary>
/// <param name="Brand">As printed on it.</param>
/// <param name="LastDigits">The last four.</param>
/// <param name="Behaviour">What happens to it.</param>
/// <param name="Reason">Why it is refused, where it is.</param>
/// <param name="Code">A processor's word for that.</param>
/// <param name="Class">What that means for trying again.</param>
internal sealed record SandboxCard(
    string Brand, string LastDigits, SandboxBehaviour Behaviour = SandboxBehaviour.Pays, string Reason = "", string Code = "generic_decline", DeclineClass Class = DeclineClass.Soft)
{
    public GatewayDecline Decline => new(Code, Class, Reason);

    public string Label => $"{Brand} •••• {LastDigits}";

    /// <summary>The test cards, by the names that Stripe's users know, and some of our own.</summary>
    public static readonly IReadOnlyDictionary<string, SandboxCard> ByToken = new Dictionary<string, SandboxCard>(StringComparer.Ordinal)
    {
        ["pm_card_visa"] = new("Visa", "4242"),
        ["pm_card_visa_debit"] = new("Visa", "5556"),
        ["pm_card_mastercard"] = new("Mastercard", "4444"),
        ["pm_card_amex"] = new("American Express", "0005"),
        ["pm_card_chargeDeclined"] = new("Visa", "0002", SandboxBehaviour.IsRefused, "Your card was declined."),
        ["pm_card_visa_chargeDeclined"] = new("Visa", "0002", SandboxBehaviour.IsRefused, "Your card was declined."),
        ["pm_card_chargeDeclinedInsufficientFunds"] = new("Visa", "9995", SandboxBehaviour.IsRefused, "Your card has insufficient funds."),
        ["pm_card_visa_chargeDeclinedInsufficientFunds"] = new("Visa", "9995", SandboxBehaviour.IsRefused, "Your card has insufficient funds."),
        ["pm_card_visa_chargeDeclinedLostCard"] = new("Visa", "9987", SandboxBehaviour.IsRefused, "Your card was reported lost."),
        ["pm_card_visa_chargeDeclinedStolenCard"] = new("Visa", "9979", SandboxBehaviour.IsRefused, "Your card was reported stolen."),
        ["pm_card_chargeDeclinedExpiredCard"] = new("Visa", "0069", SandboxBehaviour.IsRefused, "Your card has expired."),
        ["pm_card_chargeDeclinedIncorrectCvc"] = new("Visa", "0127", SandboxBehaviour.IsRefused, "Your card's security code is incorrect."),
        ["pm_card_chargeDeclinedProcessingError"] = new("Visa", "0119", SandboxBehaviour.IsRefused, "An error occurred while processing your card. Try again in a little bit."),
        ["pm_card_chargeCustomerFail"] = new("Visa", "0341", SandboxBehaviour.Declines, "Your card was declined."),
        ["pm_card_authenticationRequired"] = new("Visa", "3184", SandboxBehaviour.Declines, "Your card was declined. This payment needs the card holder's confirmation.", "authentication_required", DeclineClass.PayerMustAct),
        ["pm_card_failsForLackOfFunds"] = new("Visa", "9995", SandboxBehaviour.Declines, "Your card has insufficient funds.", "insufficient_funds"),
        ["pm_card_failsAsExpired"] = new("Visa", "0069", SandboxBehaviour.Declines, "Your card has expired.", "expired_card", DeclineClass.NewCardNeeded),
        ["pm_card_failsAsLost"] = new("Visa", "9987", SandboxBehaviour.Declines, "Your card was declined.", "lost_card", DeclineClass.Never),
        ["pm_card_answerLost"] = new("Visa", "4242", SandboxBehaviour.LosesAnswer),
    };
}

/// <summary>How a test card behaves.</summary>
internal enum SandboxBehaviour
{
    /// <summary>Is kept and pays.</summary>
    Pays,

    /// <summary>Isn't kept.</summary>
    IsRefused,

    /// <summary>Is kept, and every charge is declined.</summary>
    Declines,

    /// <summary>Is kept and pays, but the answer never reaches us: we have to ask.</summary>
    LosesAnswer,
}
