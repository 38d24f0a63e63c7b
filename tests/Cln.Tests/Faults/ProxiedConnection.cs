using System.Net;
using System.Net.Sockets;

namespace Cln.Tests.Faults;

/// <summary>One connection through the <see cref="ChaosProxy"/>.</summary>
internal sealed class ProxiedConnection(ChaosProxy proxy, Socket client, int seed)
{
    private readonly PostgresCommits commits = new();
    private Socket? server;

    /// <summary>The next thing that the server says is lost, and the connection with it.</summary>
    private volatile bool losing;

    public async Task RunAsync(EndPoint target, CancellationToken cancellation)
    {
        using var ends = client;
        using var connected = new Socket(target.AddressFamily, SocketType.Stream, target is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        server = connected;
        try
        {
            await connected.ConnectAsync(target, cancellation);
            await Task.WhenAny(PumpAsync(client, connected, fromServer: false, cancellation), PumpAsync(connected, client, fromServer: true, cancellation));
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // A connection that ends is what this is about.
        }
    }

    public void Reset()
    {
        Cut(client);
        if (server is not null) Cut(server);
    }

    private async Task PumpAsync(Socket from, Socket to, bool fromServer, CancellationToken cancellation)
    {
        var random = new Random((seed * 2) + (fromServer ? 1 : 0));
        var buffer = new byte[64 * 1024];
        long total = 0;
        try
        {
            for (var read = await from.ReceiveAsync(buffer, cancellation); read > 0; read = await from.ReceiveAsync(buffer, cancellation))
            {
                if (proxy.BlackHole) continue;
                if (fromServer && losing)
                {
                    Reset();
                    return;
                }

                if (!fromServer && commits.Ends(buffer.AsSpan(0, read)) is { } transaction && proxy.TakesCommitOf(transaction)) losing = true;
                await WaitAsync(read, random, cancellation);
                total += read;
                if (fromServer && proxy.DropAfter is { } most && total > most)
                {
                    Reset();
                    return;
                }

                for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), cancellation);
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other end learns of it when both are closed.
        }
    }

    private async Task WaitAsync(int bytes, Random random, CancellationToken cancellation)
    {
        var wait = proxy.Latency + (proxy.Jitter * random.NextDouble()) + (proxy.BytesPerSecond is { } rate ? TimeSpan.FromSeconds((double)bytes / rate) : TimeSpan.Zero);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, TimeProvider.System, cancellation);
    }

    private static void Cut(Socket socket)
    {
        try
        {
            if (socket.AddressFamily != AddressFamily.Unix) socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It is cut already.
        }
    }
}
