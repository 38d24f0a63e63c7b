using SkiaSharp;

namespace Cln.Invoices.Pdf;

/// <summary>What stands on one page and where; y grows downwards, and a text's y is that of its baseline.</summary>
internal sealed class Sheet(Paper paper)
{
    private readonly List<(Line Line, float X, float Y)> texts = [];
    private readonly List<(SKRect Area, SKColor Colour)> areas = [];

    public Paper Paper => paper;

    public IEnumerable<GlyphRun> Runs => texts.SelectMany(text => text.Line.Runs);

    public void Text(Line line, float x, float y) => texts.Add((line, x, y));

    public void TextEndingAt(Line line, float x, float y) => Text(line, x - line.Width, y);

    public void Area(float x, float y, float width, float height, SKColor colour) => areas.Add((SKRect.Create(x, y, width, height), colour));

    /// <summary>A horizontal line from margin to margin.</summary>
    public void Rule(float y, float thickness, SKColor colour) => Area(paper.Left, y, paper.Right - paper.Left, thickness, colour);

    /// <summary>Draws the page with the fonts reduced to what the document uses.</summary>
    public void Draw(SKCanvas canvas, IReadOnlyDictionary<Face, SKTypeface> fonts)
    {
        using var paint = new SKPaint { IsAntialias = true };
        foreach (var (area, colour) in areas)
        {
            paint.Color = colour;
            canvas.DrawRect(area, paint);
        }

        foreach (var (line, x, y) in texts)
        {
            paint.Color = line.Colour;
            foreach (var run in line.Runs.Where(run => run.Glyphs.Length > 0)) Draw(canvas, run, fonts[run.Face], x, y, paint);
        }
    }

    private static void Draw(SKCanvas canvas, GlyphRun run, SKTypeface typeface, float x, float y, SKPaint paint)
    {
        using var font = new SKFont(typeface, run.Size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
        using var builder = new SKTextBlobBuilder();
        var buffer = builder.AllocatePositionedTextRun(font, run.Glyphs.Length, run.Utf8.Length);
        run.Glyphs.CopyTo(buffer.Glyphs);
        run.Places.CopyTo(buffer.Positions);
        run.Clusters.CopyTo(buffer.Clusters);
        run.Utf8.CopyTo(buffer.Text);
        using var blob = builder.Build();
        canvas.DrawText(blob, x, y, paint);
    }
}
