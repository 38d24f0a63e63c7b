using Cln.Invoices.Pdf;
using SkiaSharp;

namespace Cln.Tests.Invoices;

public sealed class TrueTypeSubsetTests
{
    [Fact]
    public void The_part_draws_its_glyphs_as_the_whole_does_and_no_others()
    {
        var whole = Font("Inter-Regular.ttf");
        using var face = Typeface(whole);
        using var font = new SKFont(face, 100);
        var kept = font.GetGlyphs("Übergrößen");
        var dropped = font.GetGlyph('Q');

        using var cut = Typeface(TrueTypeSubset.Of(whole, kept)!);
        using var small = new SKFont(cut, 100);

        Assert.All(kept, glyph => Assert.Equal(Outline(font, glyph), Outline(small, glyph)));
        Assert.NotEmpty(Outline(font, dropped));
        Assert.Empty(Outline(small, dropped));
        Assert.Equal(font.GetGlyphWidths(kept), small.GetGlyphWidths(kept));
        Assert.Equal(kept, small.GetGlyphs("Übergrößen"));
    }

    [Fact]
    public void The_part_is_a_fraction_of_the_whole()
    {
        var whole = Font("NotoSansArabic-Regular.ttf");

        Assert.InRange(TrueTypeSubset.Of(whole, [5, 6, 7])!.Length, 1_000, whole.Length / 3);
    }

    [Fact]
    public void A_font_with_other_outlines_is_left_alone() => Assert.Null(TrueTypeSubset.Of(Font("NotoSansCJK-Regular.otf"), [5]));

    private static byte[] Font(string name)
    {
        using var stream = typeof(TrueTypeSubset).Assembly.GetManifestResourceStream(name)!;
        var font = new byte[stream.Length];
        stream.ReadExactly(font);
        return font;
    }

    private static SKTypeface Typeface(byte[] font)
    {
        using var data = SKData.CreateCopy(font);
        return SKTypeface.FromData(data);
    }

    private static string Outline(SKFont font, ushort glyph)
    {
        using var path = font.GetGlyphPath(glyph);
        return path?.ToSvgPathData() ?? "";
    }
}
