using System.Buffers.Binary;
using System.Text;

namespace Cln.Invoices.Pdf;

/// <summary>Cuts a TrueType font down to the glyphs that a document uses. Skia embeds a font file as it gets it, and a whole one would outweigh the rest of the invoice many times.</summary>
/// <remarks>Glyphs keep their numbers, so text that was set with the whole font can be drawn with the part. The table formats are those of the OpenType specification.</remarks>
internal static class TrueTypeSubset
{
    private static readonly string[] kept = ["OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"];

    /// <summary>The part of the font that draws these glyphs; null for a font whose outlines aren't TrueType's.</summary>
    public static byte[]? Of(byte[] font, IEnumerable<ushort> glyphs)
    {
        var tables = TablesOf(font);
        if (!tables.TryGetValue("glyf", out var outlines)) return null;

        var places = PlacesOf(tables);
        var used = WithComponents(glyphs, outlines, places);
        (tables["glyf"], tables["loca"]) = Cut(outlines, places, used);
        tables["head"] = tables["head"].ToArray();
        BinaryPrimitives.WriteInt16BigEndian(tables["head"].Span[50..], 1);
        return Assemble(tables);
    }

    private static Dictionary<string, Memory<byte>> TablesOf(byte[] font)
    {
        var tables = new Dictionary<string, Memory<byte>>(StringComparer.Ordinal);
        for (var i = 0; i < UInt16(font, 4); i++)
        {
            var record = font.AsSpan(12 + (16 * i), 16);
            var tag = Encoding.ASCII.GetString(record[..4]);
            if (kept.Contains(tag)) tables[tag] = font.AsMemory((int)UInt32(record, 8), (int)UInt32(record, 12));
        }

        return tables;
    }

    /// <summary>Where each glyph's outline starts in <c>glyf</c>, and at last where that ends.</summary>
    private static int[] PlacesOf(Dictionary<string, Memory<byte>> tables)
    {
        var (head, loca) = (tables["head"], tables["loca"]);
        var wide = UInt16(head.Span, 50) == 1;
        var places = new int[UInt16(tables["maxp"].Span, 4) + 1];
        for (var i = 0; i < places.Length; i++) places[i] = wide ? (int)UInt32(loca.Span, 4 * i) : 2 * UInt16(loca.Span, 2 * i);
        return places;
    }

    /// <summary>These glyphs and those that they are composed of. Glyph 0 always belongs to them.</summary>
    private static HashSet<ushort> WithComponents(IEnumerable<ushort> glyphs, Memory<byte> outlines, int[] places)
    {
        var used = new HashSet<ushort>();
        var open = new Stack<ushort>([0, .. glyphs]);
        while (open.TryPop(out var glyph))
        {
            if (!used.Add(glyph)) continue;
            var outline = outlines.Span[places[glyph]..places[glyph + 1]];
            if (outline.Length == 0 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0) continue;

            ushort flags;
            var at = 10;
            do
            {
                flags = UInt16(outline, at);
                open.Push(UInt16(outline, at + 2));
                at += 4 + ((flags & 0x0001) != 0 ? 4 : 2) + ((flags & 0x0008) != 0 ? 2 : (flags & 0x0040) != 0 ? 4 : (flags & 0x0080) != 0 ? 8 : 0);
            }
            while ((flags & 0x0020) != 0);
        }

        return used;
    }

    private static (Memory<byte> Glyf, Memory<byte> Loca) Cut(Memory<byte> outlines, int[] places, HashSet<ushort> used)
    {
        var glyf = new MemoryStream();
        var loca = new byte[4 * places.Length];
        for (var glyph = 0; glyph < places.Length - 1; glyph++)
        {
            if (used.Contains((ushort)glyph)) glyf.Write(outlines.Span[places[glyph]..places[glyph + 1]]);
            while (glyf.Length % 4 != 0) glyf.WriteByte(0);
            BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * (glyph + 1)), (int)glyf.Length);
        }

        return (glyf.ToArray(), loca);
    }

    private static byte[] Assemble(Dictionary<string, Memory<byte>> tables)
    {
        var header = 12 + (16 * tables.Count);
        var font = new byte[header + tables.Values.Sum(table => Padded(table.Length))];
        var power = 1 << (int)Math.Log2(tables.Count);
        BinaryPrimitives.WriteInt32BigEndian(font, 0x00010000);
        foreach (var (i, number) in new[] { tables.Count, 16 * power, (int)Math.Log2(power), 16 * (tables.Count - power) }.Index())
            BinaryPrimitives.WriteInt16BigEndian(font.AsSpan(4 + (2 * i)), (short)number);

        var at = header;
        foreach (var (i, (tag, table)) in tables.OrderBy(table => table.Key, StringComparer.Ordinal).Index())
        {
            table.Span.CopyTo(font.AsSpan(at));
            var record = font.AsSpan(12 + (16 * i), 16);
            Encoding.ASCII.GetBytes(tag, record);
            BinaryPrimitives.WriteUInt32BigEndian(record[4..], Checksum(font.AsSpan(at, Padded(table.Length))));
            BinaryPrimitives.WriteInt32BigEndian(record[8..], at);
            BinaryPrimitives.WriteInt32BigEndian(record[12..], table.Length);
            at += Padded(table.Length);
        }

        return font;
    }

    private static uint Checksum(ReadOnlySpan<byte> table)
    {
        var sum = 0u;
        for (var i = 0; i < table.Length; i += 4) sum = unchecked(sum + UInt32(table, i));
        return sum;
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
