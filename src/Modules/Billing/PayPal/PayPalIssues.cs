using Cln.Contracts;

namespace Cln.Billing;

/// <summary>What PayPal's reasons for not taking money mean for trying again.</summary>
internal static class PayPalIssues
{
    /// <summary>The money may have moved, by another request than this one: PayPal has to be asked.</summary>
    public static bool IsPerhapsPaid(string issue) => issue is "ORDER_ALREADY_CAPTURED" or "ORDER_COMPLETION_IN_PROGRESS" or "DUPLICATE_INVOICE_ID" or "DUPLICATE_REQUEST_ID" or "PAYPAL_REQUEST_ID_PREVIOUSLY_USED";

    /// <summary>The payer has something to do first, on PayPal's page.</summary>
    public static bool IsForPayer(string issue) => issue is "ORDER_NOT_APPROVED" or "PAYER_ACTION_REQUIRED" or "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING";

    /// <summary>The card or account behind the wallet was refused; a payer who is there can choose another.</summary>
    public static bool IsForAnotherSource(string issue) => issue == "INSTRUMENT_DECLINED";

    public static GatewayDecline Decline(string issue, string description) => new(Cut(issue, 64), ClassOf(issue), Cut(description, 400));

    /// <summary>What isn't in here is the fault of our request, or of our account.</summary>
    private static DeclineClass ClassOf(string issue) => issue switch
    {
        "INSTRUMENT_DECLINED" or "TRANSACTION_REFUSED" or "PAYER_CANNOT_PAY" or "TRANSACTION_LIMIT_EXCEEDED" or "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED" or "DECLINED_DUE_TO_RELATED_TXN" or
            "PAYMENT_SOURCE_DECLINED_BY_PROCESSOR" or "CAPTURE_DECLINED" or "CAPTURE_FAILED" => DeclineClass.Soft,
        "CARD_EXPIRED" or "REFERENCED_CARD_EXPIRED" => DeclineClass.NewCardNeeded,
        "PAYER_ACTION_REQUIRED" or "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING" or "PAYER_ACCOUNT_RESTRICTED" => DeclineClass.PayerMustAct,
        "PAYER_ACCOUNT_LOCKED_OR_CLOSED" or "AGREEMENT_ALREADY_CANCELLED" or "BILLING_AGREEMENT_NOT_FOUND" or "TOKEN_ID_NOT_FOUND" or "TOKEN_EXPIRED" or "COMPLIANCE_VIOLATION" => DeclineClass.Never,
        _ => DeclineClass.Internal,
    };

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
