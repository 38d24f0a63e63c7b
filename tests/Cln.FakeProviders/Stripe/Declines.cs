namespace Cln.FakeProviders.Stripe;

/// <summary>What Stripe says to each decline code.</summary>
internal static class Declines
{
    private static readonly (string Code, string? Advice, string? Network, string Message)[] Known =
    [
        ("generic_decline", "try_again_later", "05", "Your card was declined."),
        ("insufficient_funds", "try_again_later", "51", "Your card has insufficient funds."),
        ("lost_card", "do_not_try_again", "41", "Your card was declined."),
        ("stolen_card", "do_not_try_again", "43", "Your card was declined."),
        ("pickup_card", "do_not_try_again", "04", "Your card was declined."),
        ("restricted_card", "do_not_try_again", "62", "Your card was declined."),
        ("fraudulent", "do_not_try_again", "59", "Your card was declined."),
        ("invalid_account", "do_not_try_again", "14", "Your card was declined."),
        ("revocation_of_all_authorizations", "do_not_try_again", "R1", "Your card was declined."),
        ("expired_card", "confirm_card_data", "54", "Your card has expired."),
        ("incorrect_cvc", "confirm_card_data", "N7", "Your card's security code is incorrect."),
        ("incorrect_number", "confirm_card_data", "14", "Your card number is incorrect."),
        ("invalid_expiry_year", "confirm_card_data", "54", "Your card's expiration year is invalid."),
        ("processing_error", "try_again_later", "96", "An error occurred while processing your card. Try again in a little bit."),
        ("issuer_not_available", "try_again_later", "91", "Your card was declined."),
        ("card_velocity_exceeded", "try_again_later", "65", "Your card was declined for making repeated attempts too frequently or exceeding its amount limit."),
        ("do_not_honor", "try_again_later", "05", "Your card was declined."),
        ("try_again_later", "try_again_later", "19", "Your card was declined."),
        ("authentication_required", null, "1A", "Your card was declined. This transaction requires authentication."),
    ];

    /// <summary>Codes that are error codes by themselves; the others come as <c>card_declined</c>.</summary>
    private static readonly string[] OfTheirOwn = ["expired_card", "incorrect_cvc", "incorrect_number", "invalid_expiry_year", "processing_error", "authentication_required"];

    public static string[] Codes { get; } = [.. Known.Select(known => known.Code)];

    public static StripeDecline Of(string code)
    {
        var (_, advice, network, message) = Known.FirstOrDefault(known => known.Code == code) is { Code: not null } known ? known : (code, null, null, "Your card was declined.");
        return new(OfTheirOwn.Contains(code, StringComparer.Ordinal) ? code : "card_declined", code, message, advice, network);
    }
}
