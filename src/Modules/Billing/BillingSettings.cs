using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Cln.Billing;

/// <summary>What operators can set of Billing, in configuration.</summary>
/// <param name="MinimumPayment"><c>Billing:MinimumPayment</c>: the smallest top-up; 10.00.</param>
/// <param name="MaximumPayment"><c>Billing:MaximumPayment</c>: the largest single payment; 50000.00.</param>
/// <param name="AutopaymentThreshold"><c>Billing:AutopaymentThreshold</c>: the balance below which funds are added; 100.00.</param>
/// <param name="AutopaymentMinimum"><c>Billing:AutopaymentMinimum</c>: the least that an autopayment charges; 20.00.</param>
/// <param name="CreditLimit"><c>Billing:CreditLimit</c>: how far below zero a reseller with a working autopayment may buy; 500.00.</param>
/// <param name="PriceNotice"><c>Billing:PriceNotice</c>: how many days before its month begins a rise of a price is told, at least; 30, as the agreement has it.</param>
internal sealed record BillingSettings(Money MinimumPayment, Money MaximumPayment, Money AutopaymentThreshold, Money AutopaymentMinimum, Money CreditLimit, int PriceNotice)
{
    /// <summary>No single payment is ever larger, whatever is set.</summary>
    public static readonly Money Cap = new(5_000_000);

    /// <summary>No autopayment is ever smaller, whatever is set.</summary>
    public static readonly Money Floor = new(2_000);

    /// <exception cref="InvalidOperationException">A setting has the wrong form, or is out of its range.</exception>
    public static BillingSettings Read(IConfiguration configuration)
    {
        var maximum = Read(configuration, "MaximumPayment", Cap, new(1), Cap);
        return new(
            Read(configuration, "MinimumPayment", new(1_000), new(1), maximum),
            maximum,
            Read(configuration, "AutopaymentThreshold", new(10_000), Money.Zero, maximum),
            Read(configuration, "AutopaymentMinimum", Floor, Floor, maximum),
            Read(configuration, "CreditLimit", new(50_000), Money.Zero, Money.Largest),
            ReadDays(configuration, "PriceNotice", usual: 30));
    }

    private static int ReadDays(IConfiguration configuration, string name, int usual)
    {
        const int most = 366;
        var text = configuration[$"Billing:{name}"];
        if (string.IsNullOrWhiteSpace(text)) return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= most
            ? days
            : throw new InvalidOperationException($"The setting Billing:{name} is \"{text}\". It takes a number of days between 1 and {most}, such as {usual}.");
    }

    private static Money Read(IConfiguration configuration, string name, Money usual, Money least, Money most)
    {
        var text = configuration[$"Billing:{name}"];
        if (string.IsNullOrWhiteSpace(text)) return usual;
        return Money.TryParse(text, out var money) && money >= least && money <= most
            ? money
            : throw new InvalidOperationException(
                $"The setting Billing:{name} is \"{text}\". It takes an amount with two decimals between {least} and {most}, such as {usual}.");
    }
}
