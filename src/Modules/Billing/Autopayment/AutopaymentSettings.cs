using Microsoft.Extensions.Configuration;

namespace Cln.Billing;

/// <summary>The caps of autopayments, in configuration. They protect resellers from us: nothing that goes wrong here can empty a card.</summary>
/// <param name="Daily"><c>Billing:AutopaymentDaily</c>: the most that is charged within 24 hours; 5000.00.</param>
/// <param name="Largest"><c>Billing:AutopaymentLargest</c>: the most that is charged at once; 5000.00.</param>
internal sealed record AutopaymentSettings(Money Daily, Money Largest)
{
    /// <summary>How often a reseller's methods are charged within 24 hours, whatever the end.</summary>
    public const int Attempts = 3;

    private static readonly Money usual = new(500_000);

    /// <exception cref="InvalidOperationException">A setting has the wrong form, or leaves no room for the smallest autopayment.</exception>
    public static AutopaymentSettings Read(IConfiguration configuration, BillingSettings billing) =>
        new(Read(configuration, "AutopaymentDaily", billing), Read(configuration, "AutopaymentLargest", billing));

    private static Money Read(IConfiguration configuration, string name, BillingSettings billing)
    {
        var text = configuration[$"Billing:{name}"];
        var (least, most) = (billing.AutopaymentMinimum, BillingSettings.Cap);
        if (string.IsNullOrWhiteSpace(text)) return Money.Max(usual, least);
        return Money.TryParse(text, out var money) && money >= least && money <= most
            ? money
            : throw new InvalidOperationException($"The setting Billing:{name} is \"{text}\". It takes an amount with two decimals between {least} and {most}, such as {usual}.");
    }
}

/// <summary>
/// The switch that stops every autopayment of the installation: <c>Billing:AutopaymentEnabled</c>, true where it isn't set. It is read each
/// time, so that a changed configuration file works at once; what is neither true nor false stops them too.
/// </summary>
internal sealed class AutopaymentSwitch(IConfiguration configuration)
{
    private const string Setting = "Billing:AutopaymentEnabled";

    public bool IsOn => string.IsNullOrWhiteSpace(configuration[Setting]) || (bool.TryParse(configuration[Setting], out var on) && on);

    /// <exception cref="InvalidOperationException">The setting is neither true nor false.</exception>
    public static AutopaymentSwitch Read(IConfiguration configuration)
    {
        var text = configuration[Setting];
        return string.IsNullOrWhiteSpace(text) || bool.TryParse(text, out _)
            ? new(configuration)
            : throw new InvalidOperationException($"The setting {Setting} is \"{text}\". It takes true or false.");
    }
}
