using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace Cln.Host.Graph.Transport;

/// <summary>A WebSocket as whole messages: bounded on the way in, one at a time on the way out, and never waiting long for a client that doesn't read.</summary>
internal sealed class SocketWire(WebSocket socket, TransportLimits limits) : IDisposable
{
    private const int LongestReason = 123;

    private readonly SemaphoreSlim sending = new(1, 1);
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);

    /// <summary>The next message, valid until the one after it; null when the client has closed.</summary>
    /// <exception cref="SocketClose">1009: it is longer than <paramref name="limit"/>; 4400: it is binary.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(int limit)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            if (part.MessageType == WebSocketMessageType.Binary) throw SocketClose.BadMessage("Messages are text");

            length += part.Count;
            if (length > limit) throw SocketClose.TooLarge(limit);
            if (part.EndOfMessage) return buffer.AsMemory(0, length);
            if (length == buffer.Length) Grow(length);
        }
    }

    /// <summary>Sends one message after those before it; the caller waits for as long as the client takes to read.</summary>
    /// <exception cref="SocketClose">4429: the client has not read for too long.</exception>
    public async Task SendAsync(byte[] message, CancellationToken cancellation)
    {
        await sending.WaitAsync(cancellation);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            // A send that is cancelled half way takes the connection with it, so this one only stops being waited for.
            await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask().WaitAsync(limits.Unread, limits.Clock, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            throw SocketClose.Unread();
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Says why, gives the other end a moment to answer, and cuts the connection.</summary>
    /// <param name="close">The code and the reason.</param>
    /// <param name="listening">The last <see cref="ReceiveAsync"/>; it has ended when this returns.</param>
    public async Task CloseAsync(SocketClose close, Task listening)
    {
        using var parting = new CancellationTokenSource(limits.Parting, limits.Clock);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(close.Code, Shortened(close.Message), parting.Token);
            await ((Task)listening.WaitAsync(parting.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // What was on its way is read and dropped: a connection cut over unread bytes takes our reason with it.
            while (socket.State == WebSocketState.CloseSent) await socket.ReceiveAsync(buffer.AsMemory(), parting.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            // The other end doesn't answer, or not any more.
        }

        socket.Abort();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        sending.Dispose();
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private static string Shortened(string reason)
    {
        while (Encoding.UTF8.GetByteCount(reason) > LongestReason) reason = reason[..^1];
        return reason;
    }
}
