using System.Globalization;
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

    [Theory]
    [InlineData("en-US", "USD", "-$1,234.50")]
    [InlineData("de-DE", "USD", "-1.234,50\u00a0$")]
    [InlineData("de-DE", "EUR", "-1.234,50\u00a0€")]
    [InlineData("en-US", "CHF", "-CHF\u00a01,234.50")]
    public void An_amount_is_written_as_its_reader_writes_it_and_stays_on_one_line(string culture, string currency, string written)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(written, new Money(-1_234_50).In(currency));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
