using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Cln.Host.Graph.Transport;

/// <summary>A message of graphql-transport-ws.</summary>
internal sealed record SocketMessage(string Type, string? Id, object? Payload)
{
    public static readonly byte[] Ack = """{"type":"connection_ack"}"""u8.ToArray();
    public static readonly byte[] Ping = """{"type":"ping"}"""u8.ToArray();
    public static readonly byte[] Pong = """{"type":"pong"}"""u8.ToArray();

    /// <exception cref="SocketClose">4400: not a message of the protocol.</exception>
    public static SocketMessage Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return StrictJson.Read(new ReadOnlySequence<byte>(utf8)) is Dictionary<string, object?> members &&
                members.GetValueOrDefault("type") is string type && members.GetValueOrDefault("id") is null or string { Length: > 0 and <= 128 }
                ? new(type, (string?)members.GetValueOrDefault("id"), members.GetValueOrDefault("payload"))
                : throw SocketClose.BadMessage("A message is a JSON object with a \"type\", and an \"id\" of 1 to 128 characters where it needs one");
        }
        catch (TransportError notJson)
        {
            throw SocketClose.BadMessage(notJson.Message);
        }
    }

    /// <param name="id">The operation's.</param>
    /// <param name="result">JSON.</param>
    public static byte[] Next(string id, string result) => Of("next", id, result);

    /// <param name="id">The operation's.</param>
    /// <param name="errors">JSON, a list.</param>
    public static byte[] Error(string id, string errors) => Of("error", id, errors);

    public static byte[] Complete(string id) => Encoding.UTF8.GetBytes($$"""{"type":"complete","id":{{JsonSerializer.Serialize(id)}}}""");

    /// <summary>The bearer token in the payload of <c>connection_init</c>; null when there is none.</summary>
    /// <exception cref="SocketClose">4403: there is an Authorization, and it isn't a bearer token.</exception>
    public string? Bearer()
    {
        var header = Payload is Dictionary<string, object?> members
            ? members.FirstOrDefault(member => member.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).Value
            : null;
        return header switch
        {
            null => null,
            string text when text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) => text["Bearer ".Length..].Trim(),
            _ => throw SocketClose.Forbidden(),
        };
    }

    private static byte[] Of(string type, string id, string payload) =>
        Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","id":{{JsonSerializer.Serialize(id)}},"payload":{{payload}}}""");
}
