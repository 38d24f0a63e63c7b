using Cln.Pages;

namespace Cln.Tests.Pages;

public sealed class WordsTests
{
    [Theory]
    [InlineData("50", "50.00")]
    [InlineData("49.5", "49.50")]
    [InlineData("49,50", "49.50")]
    [InlineData(" $1,234.50 ", "1234.50")]
    [InlineData("1.234,50", "1234.50")]
    [InlineData("1.234", "1234.00")]
    [InlineData("1 000 000", "1000000.00")]
    [InlineData("-15", "-15.00")]
    [InlineData("007", "7.00")]
    [InlineData("", null)]
    [InlineData("12.3.4", null)]
    [InlineData("1e3", null)]
    [InlineData("1,23,456", null)]
    [InlineData("2000000", null)]
    [InlineData("50\n", "50.00")]
    [InlineData("٥٠", null)]
    public void An_amount_is_read_as_people_type_it(string typed, string? amount) => Assert.Equal(amount, Words.Typed(typed)?.ToString());
}
