using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Cln.Tests;

/// <summary>A client of one subscription over graphql-transport-ws, that keeps what it has heard.</summary>
public sealed class Subscriber : IAsyncDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly ConcurrentQueue<JsonElement> heard = new();
    private readonly SemaphoreSlim news = new(0);
    private Task listening = Task.CompletedTask;

    private Subscriber()
    {
    }

    /// <summary>The data of every event so far.</summary>
    public IReadOnlyList<JsonElement> Heard => [.. heard];

    internal static async Task<Subscriber> StartAsync(Uri address, string? bearer, string query)
    {
        var subscriber = new Subscriber();
        subscriber.socket.Options.AddSubProtocol("graphql-transport-ws");
        await subscriber.socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/graphql" }.Uri, CancellationToken.None);
        await subscriber.SayAsync(new { type = "connection_init", payload = bearer is null ? null : new { Authorization = $"Bearer {bearer}" } });
        Assert.Equal("connection_ack", (await subscriber.HearAsync()).GetProperty("type").GetString());
        await subscriber.SayAsync(new { type = "subscribe", id = "1", payload = new { query } });
        subscriber.listening = subscriber.ListenAsync();
        return subscriber;
    }

    /// <summary>The data of the events once there are so many.</summary>
    public async Task<IReadOnlyList<JsonElement>> AtLeastAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (heard.Count < count) await news.WaitAsync(patience.Token);
        return Heard;
    }

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Dispose();
        news.Dispose();
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            var message = await HearAsync();
            switch (message.GetProperty("type").GetString())
            {
                case "next":
                    heard.Enqueue(message.GetProperty("payload").TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object ? data : message.GetProperty("payload"));
                    news.Release();
                    break;
                case "ping":
                    await SayAsync(new { type = "pong" });
                    break;
                case "error":
                    heard.Enqueue(message);
                    news.Release();
                    break;
            }
        }
    }

    private Task SayAsync(object message) => socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task<JsonElement> HearAsync()
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close) throw new WebSocketException($"Closed: {socket.CloseStatus} {socket.CloseStatusDescription}");
            length += part.Count;
            if (part.EndOfMessage) return JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, length)).RootElement;
        }
    }
}
