using Cln.Contracts;

namespace Cln.Billing;

/// <summary>What we ask PayPal for.</summary>
internal static class PayPalRequests
{
    /// <summary>Our mark on orders that a kept wallet pays: nobody has to approve them.</summary>
    public const string Kept = "kept";

    private const string Approved = "approved";

    private const int LongestDescription = 127;

    /// <summary>An order without money: its payer approves it on PayPal's page, or a kept wallet is named when it is captured.</summary>
    public static WireOrder Create(PaymentOrder order) => new(
        "CAPTURE",
        [Unit(order.Key, order.Description, order.Amount, order.Currency, order.Method is null ? Approved : Kept)],
        order.Method is null && order.Checkout is { } checkout
            ? new(new WireWallet(new(checkout.ReturnUrl, checkout.CancelUrl) { PaymentMethodPreference = "IMMEDIATE_PAYMENT_REQUIRED", LandingPage = "LOGIN", UserAction = "PAY_NOW" }))
            : null);

    public static WireCaptureOrder Capture(PaymentOrder order) => new(order.Method is { } reference ? Wallet(reference, order.OffSession) : null);

    /// <summary>An order that is paid in the same step.</summary>
    public static WireOrder Charge(PayPalOrder order) => new(
        "CAPTURE", [Unit(order.OrderKey, order.Description, order.Amount, order.Currency, Kept)], Wallet(order.Method!, order.OffSession));

    public static WireVault Setup(Checkout checkout) => new(new WireSource(new WireWallet(new WireExperience(checkout.ReturnUrl, checkout.CancelUrl), UsageType: "MERCHANT")));

    public static WireVault Keep(string setup) => new(new WireSource(Paypal: null, new(setup, "SETUP_TOKEN")));

    public static WireRefundOrder Refund(RefundOrder order) => new(PayPalMoney.Write(order.Amount, order.Currency), order.Key, Cut(order.Reason, 255));

    private static WireUnit Unit(string key, string description, Money amount, string currency, string mark) =>
        new(mark, key, key, Cut(description, LongestDescription), PayPalMoney.Write(amount, currency));

    private static WireSource Wallet(string reference, bool offSession) => new(new WireWallet(
        VaultId: reference,
        StoredCredential: new(offSession ? "MERCHANT" : "CUSTOMER", "SUBSEQUENT", offSession ? "THRESHOLD_PREPAID" : null)));

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
