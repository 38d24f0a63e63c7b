using Cln.Contracts;
using Stripe;

namespace Cln.Billing;

/// <summary>What Stripe's words for a refusal mean for trying again.</summary>
internal static class StripeDeclines
{
    private static readonly HashSet<string> never = new(StringComparer.Ordinal)
    {
        "lost_card", "stolen_card", "pickup_card", "restricted_card", "fraudulent", "merchant_blacklist", "invalid_account",
        "revocation_of_all_authorizations", "revocation_of_authorization", "stop_payment_order", "do_not_try_again",
    };

    private static readonly HashSet<string> newCard = new(StringComparer.Ordinal)
    {
        "expired_card", "incorrect_number", "invalid_number", "incorrect_cvc", "invalid_cvc", "invalid_expiry_year", "invalid_expiry_month", "incorrect_zip",
        "new_account_information_available",
    };

    private static readonly HashSet<string> payer = new(StringComparer.Ordinal)
    {
        "authentication_required", "authentication_not_handled", "payment_intent_authentication_failure", "setup_intent_authentication_failure",
    };

    public static GatewayDecline Of(StripeError error)
    {
        var code = error.DeclineCode ?? error.Code ?? error.Type ?? "declined";
        return new(Cut(code), ClassOf(code, error.Code, error.AdviceCode, error.NetworkAdviceCode), Sentence(error.Message));
    }

    /// <summary>The same, told by the charge that was tried: what is left of a refusal when the payment has been called off.</summary>
    public static GatewayDecline? Of(Stripe.Charge? charge)
    {
        if (charge is null || charge.Status != "failed") return null;
        var code = charge.Outcome?.Reason ?? charge.FailureCode ?? "declined";
        return new(Cut(code), ClassOf(code, charge.FailureCode, charge.Outcome?.AdviceCode, charge.Outcome?.NetworkAdviceCode), Sentence(charge.FailureMessage));
    }

    /// <summary>A request of ours that Stripe doesn't take.</summary>
    public static GatewayDecline Internal(StripeError error) =>
        new(Cut(error.Code ?? "invalid_request_error"), DeclineClass.Internal, "The payment couldn't be made, and it is our fault. We have been told.");

    /// <summary>The strictest word counts: the issuer's, then what the code says, then the advice.</summary>
    internal static DeclineClass ClassOf(string? declineCode, string? code, string? advice, string? networkAdvice)
    {
        if (advice == "do_not_try_again" || networkAdvice is "03" or "21") return DeclineClass.Never;
        if (IsOne(never, declineCode, code)) return DeclineClass.Never;
        if (IsOne(payer, declineCode, code)) return DeclineClass.PayerMustAct;
        if (IsOne(newCard, declineCode, code) || advice == "confirm_card_data") return DeclineClass.NewCardNeeded;
        return DeclineClass.Soft;
    }

    private static bool IsOne(HashSet<string> codes, string? declineCode, string? code) => (declineCode is not null && codes.Contains(declineCode)) || (code is not null && codes.Contains(code));

    private static string Cut(string code) => code.Length <= 64 ? code : code[..64];

    private static string Sentence(string? message) => string.IsNullOrWhiteSpace(message) ? "Your card was declined." : message.Length <= 500 ? message : message[..500];
}
