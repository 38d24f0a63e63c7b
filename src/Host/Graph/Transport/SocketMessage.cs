using System.Buffers;
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

    public static byte[] Next(string id, byte[] result) => [.. """{"type":"next","id":"""u8, .. Quoted(id), .. ""","payload":"""u8, .. result, (byte)'}'];

    public static byte[] Error(string id, byte[] errors) => [.. """{"type":"error","id":"""u8, .. Quoted(id), .. ""","payload":"""u8, .. errors, (byte)'}'];

    public static byte[] Complete(string id) => [.. """{"type":"complete","id":"""u8, .. Quoted(id), (byte)'}'];

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

    private static byte[] Quoted(string id) => JsonSerializer.SerializeToUtf8Bytes(id);
}
