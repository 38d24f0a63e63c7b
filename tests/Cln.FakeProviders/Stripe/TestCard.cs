namespace Cln.FakeProviders.Stripe;

/// <summary>When a card asks for its holder.</summary>
internal enum Authentication
{
    Never,

    /// <summary>Unless it was set up for payments without him.</summary>
    UnlessSetUp,

    Always,
}

/// <summary>One of Stripe's test cards, by its number and by the names of its payment methods.</summary>
internal sealed record TestCard(string Number, string Names)
{
    /// <summary>Why it is refused, as Stripe's decline codes say it.</summary>
    public string? Decline { get; init; }

    /// <summary>It can be kept all the same, and is refused only when it is charged.</summary>
    public bool CanBeKept { get; init; }

    public Authentication Authentication { get; init; }

    /// <summary>The reason for which its holder disputes every payment.</summary>
    public string? Dispute { get; init; }

    public bool RefundFails { get; init; }

    public bool RefundWaits { get; init; }

    public string Brand => Number[0] switch { '5' => "mastercard", '3' => "amex", _ => "visa" };

    public string LastFour => Number[^4..];

    private static TestCard[] All { get; } =
    [
        new("4242424242424242", "pm_card_visa"),
        new("5555555555554444", "pm_card_mastercard"),
        new("378282246310005", "pm_card_amex"),
        new("4000000000000002", "pm_card_chargeDeclined pm_card_visa_chargeDeclined") { Decline = "generic_decline" },
        new("4000000000009995", "pm_card_chargeDeclinedInsufficientFunds pm_card_visa_chargeDeclinedInsufficientFunds") { Decline = "insufficient_funds" },
        new("4000000000009987", "pm_card_chargeDeclinedLostCard pm_card_visa_chargeDeclinedLostCard") { Decline = "lost_card" },
        new("4000000000009979", "pm_card_chargeDeclinedStolenCard pm_card_visa_chargeDeclinedStolenCard") { Decline = "stolen_card" },
        new("4000000000000069", "pm_card_chargeDeclinedExpiredCard pm_card_visa_chargeDeclinedExpiredCard") { Decline = "expired_card" },
        new("4000000000000127", "pm_card_chargeDeclinedIncorrectCvc pm_card_visa_chargeDeclinedIncorrectCvc") { Decline = "incorrect_cvc" },
        new("4000000000000119", "pm_card_chargeDeclinedProcessingError pm_card_visa_chargeDeclinedProcessingError") { Decline = "processing_error" },
        new("4000000000006975", "pm_card_visa_chargeDeclinedVelocityLimitExceeded") { Decline = "card_velocity_exceeded" },
        new("4100000000000019", "pm_card_chargeDeclinedFraudulent pm_card_visa_chargeDeclinedFraudulent") { Decline = "fraudulent" },
        new("4000000000000341", "pm_card_chargeCustomerFail") { Decline = "generic_decline", CanBeKept = true },
        new("4000002760003184", "pm_card_authenticationRequired") { Authentication = Authentication.Always },
        new("4000002500003155", "pm_card_authenticationRequiredOnSetup") { Authentication = Authentication.UnlessSetUp },
        new("4000000000003220", "pm_card_threeDSecure2Required pm_card_threeDSecureRequired") { Authentication = Authentication.UnlessSetUp },
        new("4000008260003178", "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds") { Authentication = Authentication.UnlessSetUp, Decline = "insufficient_funds", CanBeKept = true },
        new("4000000000000259", "pm_card_createDispute") { Dispute = "fraudulent" },
        new("4000000000002685", "pm_card_createDisputeProductNotReceived") { Dispute = "product_not_received" },
        new("4000000000001976", "pm_card_createDisputeInquiry") { Dispute = "inquiry" },
        new("4000000000005126", "pm_card_refundFail") { RefundFails = true },
        new("4000000000007726", "pm_card_pendingRefund") { RefundWaits = true },
    ];

    /// <summary>
    /// By a payment method's name. Beside Stripe's own there is one of ours for each decline code, <c>pm_card_decline_insufficient_funds</c>: a card
    /// that can be kept and is refused when it is charged, with a number of its own.
    /// </summary>
    public static TestCard? Named(string name) => All.FirstOrDefault(card => card.Names.Split(' ').Contains(name, StringComparer.Ordinal))
        ?? (name.StartsWith("pm_card_decline_", StringComparison.Ordinal) ? Ours(name["pm_card_decline_".Length..]) : null);

    public static TestCard? Numbered(string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return All.FirstOrDefault(card => card.Number == digits) ?? Declines.Codes.Select(Ours).FirstOrDefault(card => card?.Number == digits);
    }

    private static TestCard? Ours(string code) => Array.IndexOf(Declines.Codes, code) is var index && index < 0
        ? null
        : new($"40000000000080{index:00}", $"pm_card_decline_{code}") { Decline = code, CanBeKept = true };
}
