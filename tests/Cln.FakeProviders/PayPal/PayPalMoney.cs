using System.Globalization;
using System.Text.Json.Nodes;

namespace Cln.FakeProviders.PayPal;

/// <summary>Money as PayPal writes it, a text with two decimals (three currencies have none), and as we count it.</summary>
internal sealed record PayPalMoney(long Minor, string Currency)
{
    private static readonly string[] WithoutDecimals = ["HUF", "JPY", "TWD"];

    public string Value => Decimals == 0 ? Minor.ToString(CultureInfo.InvariantCulture) : (Minor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private int Decimals => WithoutDecimals.Contains(Currency, StringComparer.Ordinal) ? 0 : 2;

    public JsonObject Shape() => new() { ["currency_code"] = Currency, ["value"] = Value };

    public static PayPalMoney Read(JsonNode? node, string field)
    {
        if (node?["currency_code"]?.GetValue<string>() is not { Length: 3 } currency || node["value"]?.GetValue<string>() is not { } text)
            throw PayPalProblem.Invalid("MISSING_REQUIRED_PARAMETER", "A required parameter is missing.", field);
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) throw PayPalProblem.Invalid("INVALID_PARAMETER_SYNTAX", "The value of a field does not conform to the expected format.", field);
        var scale = WithoutDecimals.Contains(currency, StringComparer.Ordinal) ? 1 : 100;
        if (value * scale != decimal.Truncate(value * scale)) throw new PayPalProblem("DECIMAL_PRECISION", "If the currency supports decimals, only two decimal place precision is supported.");
        if (value <= 0) throw new PayPalProblem("CANNOT_BE_ZERO_OR_NEGATIVE", "Must be greater than zero. If the currency supports decimals, only two decimal place precision is supported.");
        return new((long)(value * scale), currency);
    }
}
