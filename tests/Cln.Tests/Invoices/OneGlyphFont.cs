using System.Buffers.Binary;
using Cln.Invoices.Pdf;

namespace Cln.Tests.Invoices;

/// <summary>Makes a font that has one character: Inter's glyph 40 under that character's name.</summary>
internal static class OneGlyphFont
{
    public static byte[] For(int character)
    {
        using var stream = typeof(TrueTypeSubset).Assembly.GetManifestResourceStream("Inter-Regular.ttf")!;
        var inter = new byte[stream.Length];
        stream.ReadExactly(inter);

        var font = TrueTypeSubset.Of(inter, [40])!;
        var record = font.AsSpan(font.AsSpan().IndexOf("cmap"u8));
        BinaryPrimitives.WriteInt32BigEndian(record[8..], font.Length);
        BinaryPrimitives.WriteInt32BigEndian(record[12..], 40);
        return [.. font, .. CharacterMap(character)];
    }

    /// <summary>A table <c>cmap</c> with one subtable of format 12 with one group.</summary>
    private static byte[] CharacterMap(int character)
    {
        var map = new byte[40];
        BinaryPrimitives.WriteInt16BigEndian(map.AsSpan(2), 1);
        BinaryPrimitives.WriteInt16BigEndian(map.AsSpan(4), 3);
        BinaryPrimitives.WriteInt16BigEndian(map.AsSpan(6), 10);
        BinaryPrimitives.WriteInt32BigEndian(map.AsSpan(8), 12);
        BinaryPrimitives.WriteInt16BigEndian(map.AsSpan(12), 12);
        foreach (var (i, number) in new[] { 28, 0, 1, character, character, 40 }.Index()) BinaryPrimitives.WriteInt32BigEndian(map.AsSpan(16 + (4 * i)), number);
        return map;
    }
}
