using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cln.Host;

/// <summary>How events and outcomes are stored: money as cents, the platform's other types as the API shows them.</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Options = new()
    {
        Converters =
        {
            new Cents(), new Text<IpAddress>(IpAddress.Parse), new Text<IdempotencyKey>(IdempotencyKey.Parse), new JsonStringEnumConverter(),
        },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private sealed class Text<T>(Func<string, T> parse) : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class Cents : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Cents);
    }
}
