using Microsoft.Extensions.Localization;

namespace Cln.Billing.Pages;

/// <summary>States and gateways as people read them.</summary>
internal static class PaymentStates
{
    /// <summary>Those that may still end either way.</summary>
    public static bool IsOpen(string state) => state is "CREATED" or "SUBMITTING" or "PROCESSING" or "REQUIRES_ACTION" or "UNKNOWN";

    public static string Kind(string state) => state switch
    {
        "POSTED" => "good",
        "DECLINED" or "CHARGED_BACK" or "DISPUTED" => "bad",
        "REQUIRES_ACTION" or "UNKNOWN" => "warn",
        _ => "quiet",
    };

    public static string Said(IStringLocalizer<Texts> words, string state) => state switch
    {
        "POSTED" => words["Paid"],
        "DECLINED" => words["Declined"],
        "REQUIRES_ACTION" => words["Waits for you"],
        "CREATED" or "SUBMITTING" or "PROCESSING" => words["Under way"],
        "UNKNOWN" => words["Being checked"],
        "CANCELED" => words["Called off"],
        "EXPIRED" => words["Expired"],
        "PART_REFUNDED" => words["Partly refunded"],
        "REFUNDED" => words["Refunded"],
        "DISPUTED" => words["Disputed"],
        "CHARGED_BACK" => words["Charged back"],
        _ => state,
    };

    public static string Gateway(IStringLocalizer<Texts> words, string code) => code switch
    {
        "stripe" => "Stripe",
        "paypal" => "PayPal",
        "sandbox" => words["Sandbox"],
        _ => code,
    };
}
