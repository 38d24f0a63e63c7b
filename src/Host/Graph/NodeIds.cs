using System.Globalization;
using System.Text;

namespace Cln.Host.Graph;

/// <summary>Global ids: the base64 of "IpLicense:7".</summary>
internal static class NodeIds
{
    public static string Encode(string type, long id) => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{type}:{id}")));

    public static (string Type, long Id)? TryDecode(string text)
    {
        Span<byte> bytes = stackalloc byte[128];
        if (text.Length > 128 || !Convert.TryFromBase64String(text, bytes, out var length)) return null;
        var parts = Encoding.UTF8.GetString(bytes[..length]).Split(':');
        return parts.Length == 2 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? (parts[0], id) : null;
    }

    /// <summary>The number in an id of this type.</summary>
    /// <exception cref="InvalidScalar">INVALID_ID: it isn't an id, or one of another type.</exception>
    public static long Decode(string type, string text) =>
        TryDecode(text) is { } id && id.Type == type
            ? id.Id
            : throw new InvalidScalar("INVALID_ID", $"This is no id of the type {type}. Take one from a field `id` of that type, and send it unchanged.");
}
