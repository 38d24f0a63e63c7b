using Cln.Invoices.Pdf;
using CsCheck;

namespace Cln.Tests.Invoices;

public sealed class LineBreaksTests
{
    [Theory]
    [InlineData("two words", "two |words")]
    [InlineData("well-known", "well-|known")]
    [InlineData("a  b", "a  |b")]
    [InlineData("北京云", "北|京|云")]
    [InlineData("云、端（北）", "云、|端|（北）")]
    [InlineData("KK東京", "KK|東|京")]
    public void Lines_end_where_readers_expect_it(string text, string pieces) => Assert.Equal(pieces, string.Join('|', LineBreaks.Pieces(text)));

    [Fact]
    public void Nothing_is_lost() => Gen.String.Sample(text =>
    {
        var read = string.Concat(text.EnumerateRunes());
        return string.Concat(LineBreaks.Pieces(text)) == read;
    });
}
