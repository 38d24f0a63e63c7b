namespace Cln.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("0.00", 0)]
    [InlineData("12.50", 1250)]
    [InlineData("-12.50", -1250)]
    [InlineData("1000000.00", 100_000_000)]
    public void Money_reads_and_writes_exactly_two_decimals(string text, long cents)
    {
        Assert.Equal(new Money(cents), Money.Parse(text));
        Assert.Equal(text, new Money(cents).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1e3")]
    [InlineData("10.001")]
    [InlineData("01.00")]
    [InlineData("1.00\n")]
    [InlineData("+1.00")]
    [InlineData("1000000.01")]
    [InlineData("99999999999999999999999.00")]
    public void Anything_else_is_refused_with_a_code(string text) =>
        Assert.Equal("INVALID_MONEY", Assert.Throws<InvalidScalar>(() => Money.Parse(text)).Code);

    [Theory]
    [InlineData(5, 1, 2, 2)]
    [InlineData(7, 1, 2, 4)]
    [InlineData(1000, 10, 31, 323)]
    public void A_fraction_is_rounded_once_half_to_even(long cents, long numerator, long denominator, long expected) =>
        Assert.Equal(new Money(expected), new Money(cents).Times(numerator, denominator));
}
