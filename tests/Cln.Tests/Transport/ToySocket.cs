using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Cln.Tests.Transport;

/// <summary>A client of graphql-transport-ws that says exactly what a test tells it to, right or wrong.</summary>
internal sealed class ToySocket(ClientWebSocket socket) : IAsyncDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    public string? Subprotocol => socket.SubProtocol;

    public Task SayAsync(string json) => socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public Task SayAsync(object message) => SayAsync(JsonSerializer.Serialize(message));

    public Task SayBinaryAsync(byte[] bytes) => socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    public Task SubscribeAsync(string id, string query) => SayAsync(new { type = "subscribe", id, payload = new { query } });

    /// <summary>Greets and waits for the answer.</summary>
    public async Task<ToySocket> GreetAsync(string? bearer = null)
    {
        await SayAsync(bearer is null ? """{"type":"connection_init"}""" : $$$"""{"type":"connection_init","payload":{"Authorization":"Bearer {{{bearer}}}"}}""");
        Assert.Equal("""{"type":"connection_ack"}""", await HearAsync());
        return this;
    }

    /// <summary>The code that the server has closed with.</summary>
    public int? CloseCode => (int?)socket.CloseStatus;

    /// <summary>The next message, as it came.</summary>
    public async Task<string> HearAsync() => await HearOrCloseAsync() ?? throw new InvalidOperationException($"Closed with {socket.CloseStatus} {socket.CloseStatusDescription}");

    /// <summary>The code that the server closes with, whatever it says before.</summary>
    public async Task<int> ClosedAsync()
    {
        while (await HearOrCloseAsync() is not null)
        {
        }

        return CloseCode!.Value;
    }

    /// <summary>The next message, or null when the server closes.</summary>
    public async Task<string?> HearOrCloseAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(patience);
            message.Write(buffer, 0, part.Count);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                if (socket.State == WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return null;
            }

            if (part.EndOfMessage) return Encoding.UTF8.GetString(message.ToArray());
        }
    }

    public void Kill() => socket.Abort();

    public async Task CloseAsync() => await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(patience);

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
