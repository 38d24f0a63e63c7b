namespace Cln.Billing;

/// <summary>The checksum that PayPal signs in the place of an event's body (IEEE 802.3). It finds accidents, not forgeries.</summary>
internal static class Crc32
{
    private static readonly uint[] table = [.. Enumerable.Range(0, 256).Select(Remainder)];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes) crc = table[(byte)(crc ^ one)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Remainder(int index)
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
        return value;
    }
}
