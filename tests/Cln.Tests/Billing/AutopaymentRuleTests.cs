using Cln.Billing;
using Cln.Contracts;
using Microsoft.Extensions.Configuration;

namespace Cln.Tests.Billing;

public sealed class AutopaymentRuleTests
{
    private static readonly BillingSettings settings = BillingSettings.Read(new ConfigurationBuilder().Build());

    [Theory]
    [InlineData("-15.00", "20.00")]
    [InlineData("-134.20", "134.20")]
    [InlineData("-0.01", "20.00")]
    [InlineData("0.00", null)]
    [InlineData("99.99", null)]
    [InlineData("-80000.00", "50000.00")]
    public void Auto_repay_charges_a_debt_and_at_least_the_minimum(string balance, string? due) => AssertDue(AutopaymentType.AutoRepay, null, balance, due);

    [Theory]
    [InlineData("100.00", null)]
    [InlineData("99.99", "400.01")]
    [InlineData("-50.00", "550.00")]
    public void Auto_add_funds_fills_a_low_balance_up_to_the_amount(string balance, string? due) => AssertDue(AutopaymentType.AutoAddFunds, "500.00", balance, due);

    [Fact]
    public void None_charges_nothing() => AssertDue(AutopaymentType.None, null, "-1000.00", null);

    [Theory]
    [InlineData("MinimumPayment", "abc")]
    [InlineData("MaximumPayment", "50000.01")]
    [InlineData("AutopaymentMinimum", "19.99")]
    [InlineData("CreditLimit", "-1.00")]
    public void A_wrong_setting_is_named_with_what_it_takes(string name, string value)
    {
        var wrong = new ConfigurationBuilder().AddInMemoryCollection([new($"Billing:{name}", value)]).Build();

        var error = Assert.Throws<InvalidOperationException>(() => BillingSettings.Read(wrong));

        Assert.Contains($"Billing:{name} is \"{value}\". It takes an amount", error.Message);
    }

    private static void AssertDue(AutopaymentType type, string? amount, string balance, string? due)
    {
        var autopayment = new Autopayment { ResellerId = 1 };
        autopayment.Choose(type, amount is null ? null : Money.Parse(amount));

        Assert.Equal(due is null ? null : Money.Parse(due), autopayment.Due(Money.Parse(balance), settings));
    }
}
