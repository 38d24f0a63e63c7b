using System.Globalization;

namespace Cln.Billing;

/// <summary>Amounts as PayPal writes them: a string with two decimals, or with none in the few currencies that have none there.</summary>
internal static class PayPalMoney
{
    private static readonly string[] whole = ["HUF", "JPY", "TWD"];

    /// <exception cref="PayPalRefusal">The currency has no cents at PayPal and the amount has.</exception>
    public static WireAmount Write(Money amount, string currency)
    {
        if (!whole.Contains(currency)) return new(currency, amount.ToString());
        return amount.Cents % 100 == 0
            ? new(currency, (amount.Cents / 100).ToString(CultureInfo.InvariantCulture))
            : throw new PayPalRefusal(422, "UNPROCESSABLE_ENTITY", "DECIMALS_NOT_SUPPORTED", $"PayPal takes no fractions of {currency}.");
    }

    /// <exception cref="PayPalUnclear">It is no amount of money.</exception>
    public static Money Read(WireAmount? amount)
    {
        const NumberStyles Form = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (amount?.Value is { Length: <= 20 } text && decimal.TryParse(text, Form, CultureInfo.InvariantCulture, out var value) &&
            value * 100 == decimal.Truncate(value * 100) && Math.Abs(value) < 1_000_000_000)
            return new((long)(value * 100));
        throw new PayPalUnclear($"\"{amount?.Value}\" is no amount of money.");
    }
}
