namespace Cln.Billing;

/// <summary>The chart of accounts. Every reseller has its own of each kind, opened when the first posting needs it.</summary>
internal static class Chart
{
    /// <summary>What we owe the reseller: its prepaid money. The one account whose owner sees it, with the sign turned around.</summary>
    public const string Deposit = "RESELLER_DEPOSIT";

    /// <summary>What was earned by licences.</summary>
    public const string Revenue = "REVENUE";

    /// <summary>Money that came in and matches nothing. Must be empty in the morning.</summary>
    public const string Suspense = "SUSPENSE";

    /// <summary>Money that banks hold while they decide who is to have it.</summary>
    public const string Disputes = "DISPUTES";

    /// <summary>What operators gave and took by hand.</summary>
    public const string Adjustments = "ADJUST";

    /// <summary>What gateways keep for their work, as their statements tell it.</summary>
    public const string Fees = "PSP_FEES";

    /// <summary>Money that a gateway has taken and not yet paid out to us: SANDBOX_CLEARING, STRIPE_CLEARING, PAYPAL_CLEARING.</summary>
    public static string Clearing(string gateway) => $"{gateway.ToUpperInvariant()}_CLEARING";
}
