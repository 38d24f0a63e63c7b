using System.Buffers;
using System.Text.Json;

namespace Cln.Host.Graph.Transport;

/// <summary>
/// JSON as the engine takes it (dictionaries, lists, strings, int, long, double, bool, null), and only such JSON as means the same to
/// every reader: no key twice, no NUL, no half of a surrogate pair, no number beyond a double, at most 16 levels.
/// </summary>
internal static class StrictJson
{
    public const int MaxDepth = 16;

    private static readonly JsonReaderOptions options = new() { MaxDepth = MaxDepth };

    /// <exception cref="TransportError">INVALID_JSON, saying what is wrong.</exception>
    public static object? Read(ReadOnlySequence<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, options);
        try
        {
            reader.Read();
            var value = Value(ref reader);
            reader.Read();
            return value;
        }
        catch (JsonException malformed)
        {
            throw TransportError.InvalidJson($"it is malformed or has more than {MaxDepth} levels, line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}");
        }
    }

    private static object? Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Object(ref reader),
        JsonTokenType.StartArray => Array(ref reader),
        JsonTokenType.String => Text(ref reader),
        JsonTokenType.Number => Number(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private static Dictionary<string, object?> Object(ref Utf8JsonReader reader)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(ref reader);
            reader.Read();
            if (!members.TryAdd(key, Value(ref reader))) throw TransportError.InvalidJson("a key appears twice in one object");
        }

        return members;
    }

    private static List<object?> Array(ref Utf8JsonReader reader)
    {
        var items = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Value(ref reader));
        return items;
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            var text = reader.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal) ? throw TransportError.InvalidJson("a string has a NUL character") : text;
        }
        catch (InvalidOperationException)
        {
            throw TransportError.InvalidJson("a string is not Unicode: half of a surrogate pair, or bytes that are not UTF-8");
        }
    }

    private static object Number(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt32(out var small)) return small;
        if (reader.TryGetInt64(out var large)) return large;
        return reader.TryGetDouble(out var real) && double.IsFinite(real) ? real : throw TransportError.InvalidJson("a number is out of range");
    }
}
