using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Cln.Invoices.Pdf;

/// <summary>How a text looks.</summary>
internal readonly record struct Style(float Size, SKColor Colour, bool Bold = false);

/// <summary>One line of text, set and ready to be drawn.</summary>
internal sealed record Line(IReadOnlyList<GlyphRun> Runs, SKColor Colour)
{
    public float Width => Runs.Count == 0 ? 0 : Runs[^1].End;
}

/// <summary>Sets text: chooses fonts, puts mixed directions in order, shapes, and breaks lines. One for each document.</summary>
internal sealed class Typesetter(Typefaces typefaces)
{
    private readonly SortedSet<Rune> missing = [];

    /// <summary>The characters that no font has: an empty box stands for each, which can still be searched and copied as what it is.</summary>
    public IReadOnlyCollection<Rune> Missing => missing;

    /// <summary>A text on one line, however long.</summary>
    public Line Set(string text, Style style)
    {
        var clean = Clean(text);
        return SetLine(clean, style, Bidi.IsRightToLeft(clean));
    }

    /// <summary>A text on as many lines as this width takes. Lines break at spaces and between ideographs, and inside a word only where it alone is too wide.</summary>
    public IReadOnlyList<Line> Wrap(string text, Style style, float width)
    {
        var clean = Clean(text);
        var rightToLeft = Bidi.IsRightToLeft(clean);
        if (clean.Length > 0 && SetLine(clean, style, rightToLeft) is var whole && whole.Width <= width) return [whole];

        var lines = new List<Line>();
        var open = "";
        foreach (var piece in LineBreaks.Pieces(clean).SelectMany(piece => Fits(piece) ? [piece] : Elements(piece)))
        {
            if (open.Length > 0 && !Fits(open + piece))
            {
                lines.Add(SetLine(open.TrimEnd(), style, rightToLeft));
                open = "";
            }

            open += piece;
        }

        if (open.Length > 0) lines.Add(SetLine(open.TrimEnd(), style, rightToLeft));
        return lines;

        bool Fits(string candidate) => SetLine(candidate.TrimEnd(), style, rightToLeft).Width <= width;
    }

    private Line SetLine(string text, Style style, bool rightToLeft)
    {
        var levels = Bidi.Levels(text, rightToLeft);
        var pieces = PiecesOf(text, levels, style.Bold);

        // Most scripts have one weight here: words of two weights side by side would look like a mistake.
        if (style.Bold && pieces.Any(piece => piece.Face != typefaces.Fallback(bold: true))) pieces = PiecesOf(text, levels, bold: false);
        Bidi.Reorder(pieces, piece => piece.Level);

        var runs = new List<GlyphRun>(pieces.Count);
        foreach (var piece in pieces)
            runs.Add(piece.Face.Shape(text[piece.From..piece.To], piece.Level % 2 == 1, style.Size, runs.Count == 0 ? 0 : runs[^1].End));
        return new(runs, style.Colour);
    }

    /// <summary>The text cut where the font or the direction changes.</summary>
    private List<Piece> PiecesOf(string text, int[] levels, bool bold)
    {
        var pieces = new List<Piece>();
        for (var at = 0; at < text.Length;)
        {
            var element = text.AsSpan(at, StringInfo.GetNextTextElementLength(text, at));
            var last = pieces.Count > 0 ? pieces[^1] : null;

            // A space stays with the word before it, so that a run isn't cut at every word.
            var face = last is not null && element is " " && last.Face.Covers(element) ? last.Face : typefaces.For(element, bold) ?? Missed(element, bold);
            if (last is not null && last.Face == face && last.Level == levels[at]) pieces[^1] = last with { To = at + element.Length };
            else pieces.Add(new(at, at + element.Length, levels[at], face));
            at += element.Length;
        }

        return pieces;
    }

    private Face Missed(ReadOnlySpan<char> element, bool bold)
    {
        foreach (var rune in element.EnumerateRunes())
            if (typefaces.For(rune.ToString(), bold) is null) missing.Add(rune);
        return typefaces.Fallback(bold);
    }

    /// <summary>Composed where Unicode composes, line ends as spaces, and without characters that only steer a terminal or the direction of text.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) clean.Append(' ');
            else if (rune.Value is 0x200C or 0x200D || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format)) clean.Append(rune);
        }

        return clean.ToString().Normalize(NormalizationForm.FormC).Trim();
    }

    private static IEnumerable<string> Elements(string piece)
    {
        for (var at = 0; at < piece.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(piece, at);
            yield return piece.Substring(at, length);
            at += length;
        }
    }

    private sealed record Piece(int From, int To, int Level, Face Face);
}
