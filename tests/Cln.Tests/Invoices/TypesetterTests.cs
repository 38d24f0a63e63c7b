using System.Text;
using Cln.Invoices.Pdf;
using SkiaSharp;

namespace Cln.Tests.Invoices;

public sealed class TypesetterTests : IDisposable
{
    private static readonly Style plain = new(10, SKColors.Black);

    private readonly Typefaces typefaces = new();

    private Typesetter Typesetter => new(typefaces);

    public void Dispose() => typefaces.Dispose();

    [Theory]
    [InlineData("Acme\u202Egnitsoh\u202C", "Acmegnitsoh")]
    [InlineData("two\r\nlines\tand\u00A0more", "two  lines and more")]
    [InlineData("\u0007bell \u200Bzero", "bell zero")]
    [InlineData("Mu\u0308ller", "Müller")]
    public void What_only_steers_is_not_printed(string given, string printed) => Assert.Equal(printed, Text(Typesetter.Set(given, plain)));

    [Fact]
    public void Lines_are_as_wide_as_they_may_be_and_no_wider()
    {
        const string Text = "The quick brown fox jumps over the lazy dog and runs away from it";

        var lines = Typesetter.Wrap(Text, plain, 80);

        Assert.All(lines, line => Assert.InRange(line.Width, 1, 80));
        Assert.Equal(Text, string.Join(' ', lines.Select(TypesetterTests.Text)));
        foreach (var (line, next) in lines.Zip(lines.Skip(1)))
            Assert.True(Typesetter.Set($"{TypesetterTests.Text(line)} {TypesetterTests.Text(next).Split(' ')[0]}", plain).Width > 80);
    }

    [Fact]
    public void A_word_that_no_line_holds_is_cut() => Assert.True(Typesetter.Wrap(new('W', 50), plain, 100) is { Count: > 4 } lines && lines.All(line => line.Width <= 100));

    [Fact]
    public void All_digits_are_equally_wide() => Assert.Single(Enumerable.Range(0, 10).Select(digit => Typesetter.Set($"{digit}", plain).Width).Distinct());

    [Fact]
    public void A_name_is_of_one_weight_even_where_only_part_of_it_has_a_bold_font()
    {
        var latin = typefaces.Fallback(bold: false);

        Assert.Equal(2, Typesetter.Set("Cloud 北京", plain with { Bold = true }).Runs.Count);
        Assert.Same(latin, Typesetter.Set("Cloud 北京", plain with { Bold = true }).Runs[0].Face);
        Assert.NotSame(latin, Typesetter.Set("Cloud", plain with { Bold = true }).Runs[0].Face);
    }

    [Fact]
    public void Many_threads_set_text_with_the_same_fonts()
    {
        var expected = Typesetter.Set("Invoice شركة 北京", plain).Runs.SelectMany(run => run.Glyphs).ToArray();

        Parallel.For(0, 200, _ => Assert.Equal(expected, Typesetter.Set("Invoice شركة 北京", plain).Runs.SelectMany(run => run.Glyphs)));
    }

    private static string Text(Line line) => string.Concat(line.Runs.Select(run => Encoding.UTF8.GetString(run.Utf8)));
}
