using System.Globalization;
using System.Text.RegularExpressions;

namespace Cln;

/// <summary>An amount in the reseller's currency: whole cents inside, "12.50" outside, never a floating-point number.</summary>
public readonly partial record struct Money(long Cents) : IComparable<Money>
{
    /// <summary>The largest amount that can be sent in: 1,000,000.00.</summary>
    public static readonly Money Largest = new(100_000_000);

    public static readonly Money Zero;

    public bool IsZero => Cents == 0;

    public bool IsNegative => Cents < 0;

    public static Money Parse(string text) =>
        TryParse(text, out var money)
            ? money
            : throw new InvalidScalar("INVALID_MONEY", "An amount of money is a string with exactly two decimals, such as \"12.50\", of at most 1000000.00.");

    public static bool TryParse(string text, out Money money)
    {
        money = default;
        if (text.Length > 16 || !Form().IsMatch(text)) return false;
        money = new(long.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
        return Math.Abs(money.Cents) <= Largest.Cents;
    }

    /// <summary>This amount times a fraction, rounded once, half to even.</summary>
    public Money Times(long numerator, long denominator) => new((long)Math.Round((decimal)Cents * numerator / denominator, MidpointRounding.ToEven));

    public static Money Min(Money a, Money b) => a < b ? a : b;

    public static Money Max(Money a, Money b) => a > b ? a : b;

    public int CompareTo(Money other) => Cents.CompareTo(other.Cents);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Cents < 0 ? "-" : "")}{Math.Abs(Cents) / 100}.{Math.Abs(Cents) % 100:00}");

    public static Money operator +(Money a, Money b) => new(checked(a.Cents + b.Cents));

    public static Money operator -(Money a, Money b) => new(checked(a.Cents - b.Cents));

    public static Money operator -(Money a) => new(-a.Cents);

    public static Money operator *(Money a, long times) => new(checked(a.Cents * times));

    public static bool operator <(Money a, Money b) => a.Cents < b.Cents;

    public static bool operator >(Money a, Money b) => a.Cents > b.Cents;

    public static bool operator <=(Money a, Money b) => a.Cents <= b.Cents;

    public static bool operator >=(Money a, Money b) => a.Cents >= b.Cents;

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)\.[0-9]{2}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
