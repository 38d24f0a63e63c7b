using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cln.Host.Graph.Listings;

/// <summary>A row's place in a list: the values of the columns that the list is ordered by, bound to that order.</summary>
internal static class Cursor
{
    public static string Encode(string order, IEnumerable<object?> values) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values.Select(Write).Prepend(Binding(order))));

    /// <exception cref="InvalidCursor">It is malformed, or of another list or order.</exception>
    public static object?[] Decode(string order, string cursor, IReadOnlyList<Type> types)
    {
        try
        {
            var parts = JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(cursor));
            if (parts?.Length != types.Count + 1 || parts[0] != Binding(order)) throw new InvalidCursor();
            return [.. types.Select((type, i) => Read(parts[i + 1], type))];
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException or OverflowException or ArgumentException or InvalidScalar)
        {
            throw new InvalidCursor();
        }
    }

    private static string Binding(string order) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(order)).AsSpan(0, 4));

    private static string? Write(object? value) => value switch
    {
        null => null,
        Money money => money.Cents.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static object? Read(string? text, Type type)
    {
        if (text is null) return null;
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (target == typeof(string)) return text;
        if (target == typeof(Money)) return new Money(long.Parse(text, CultureInfo.InvariantCulture));
        if (target == typeof(DateTimeOffset)) return DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text, CultureInfo.InvariantCulture));
        if (target == typeof(DateOnly)) return DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture);
        if (target == typeof(IpAddress)) return IpAddress.Parse(text);
        return target.IsEnum ? Enum.Parse(target, text) : Convert.ChangeType(text, target, CultureInfo.InvariantCulture);
    }
}
