using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using HarfBuzzSharp;
using SkiaSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace Cln.Invoices.Pdf;

/// <summary>One font: which characters it has, how they are shaped, and the part of it that a document needs. It may be used by many threads at once.</summary>
internal sealed class Face : IDisposable
{
    private readonly byte[] file;
    private readonly HarfBuzzSharp.Face tables;
    private readonly Font shaper;

    public Face(Stream font)
    {
        // HarfBuzz reads the bytes where they are, for as long as this lives: they must not move.
        file = GC.AllocateUninitializedArray<byte>(checked((int)font.Length), pinned: true);
        font.ReadExactly(file);
        using var blob = new Blob(Marshal.UnsafeAddrOfPinnedArrayElement(file, 0), file.Length, MemoryMode.ReadOnly);
        tables = new(blob, 0);
        shaper = new(tables);
        shaper.SetFunctionsOpenType();
        shaper.SetScale(tables.UnitsPerEm, tables.UnitsPerEm);
    }

    /// <summary>Whether this font draws all of these characters. What is invisible anyway, such as a joiner, it need not have.</summary>
    public bool Covers(ReadOnlySpan<char> characters)
    {
        foreach (var rune in characters.EnumerateRunes())
        {
            var invisible = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format || rune.Value is >= 0xFE00 and <= 0xFE0F;
            if (!invisible && !shaper.TryGetNominalGlyph((uint)rune.Value, out _)) return false;
        }

        return true;
    }

    /// <summary>Text of one direction as glyphs, from <paramref name="x"/> on, with ligatures, joined forms and kerning.</summary>
    public GlyphRun Shape(string text, bool rightToLeft, float size, float x)
    {
        using var buffer = new Buffer();
        var utf8 = Encoding.UTF8.GetBytes(text);
        buffer.AddUtf8(utf8);
        buffer.GuessSegmentProperties();
        buffer.Direction = rightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
        shaper.Shape(buffer);

        var infos = buffer.GetGlyphInfoSpan();
        var shifts = buffer.GetGlyphPositionSpan();
        var unit = size / tables.UnitsPerEm;
        var glyphs = new ushort[infos.Length];
        var clusters = new uint[infos.Length];
        var places = new SKPoint[infos.Length];
        for (var i = 0; i < infos.Length; i++)
        {
            glyphs[i] = (ushort)infos[i].Codepoint;
            clusters[i] = infos[i].Cluster;
            places[i] = new(x + (shifts[i].XOffset * unit), -shifts[i].YOffset * unit);
            x += shifts[i].XAdvance * unit;
        }

        return new(this, size, glyphs, places, clusters, utf8, x);
    }

    /// <summary>The font reduced to these glyphs, under their own numbers.</summary>
    public SKTypeface WithOnly(IEnumerable<ushort> glyphs)
    {
        using var data = SKData.CreateCopy(TrueTypeSubset.Of(file, glyphs) ?? file);
        return SKTypeface.FromData(data);
    }

    public void Dispose()
    {
        shaper.Dispose();
        tables.Dispose();
    }
}

/// <summary>Glyphs of one font in a line, from left to right.</summary>
/// <param name="Face">The font.</param>
/// <param name="Size">Its size in points.</param>
/// <param name="Glyphs">Their numbers in the font.</param>
/// <param name="Places">Where each stands, from the line's start and baseline.</param>
/// <param name="Clusters">For each, the byte of <paramref name="Utf8"/> that it begins to show; so that text can be searched and copied.</param>
/// <param name="Utf8">The text that they show.</param>
/// <param name="End">Where the next run begins.</param>
internal sealed record GlyphRun(Face Face, float Size, ushort[] Glyphs, SKPoint[] Places, uint[] Clusters, byte[] Utf8, float End);
