namespace Cln.Billing;

/// <summary>Stripe's amounts: whole numbers of the currency's smallest unit, which for our currencies is the hundredth.</summary>
internal static class StripeMoney
{
    /// <summary>Those whose smallest unit is another one.</summary>
    private static readonly HashSet<string> others = new(StringComparer.OrdinalIgnoreCase)
    {
        "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF", "BHD", "JOD", "KWD", "OMR", "TND",
    };

    /// <exception cref="NotSupportedException">The currency has no hundredths.</exception>
    public static long Of(Money money, string currency) =>
        others.Contains(currency) ? throw new NotSupportedException($"{currency} has no hundredths, and our money has.") : money.Cents;

    public static string Currency(string stripes) => stripes.ToUpperInvariant();
}
