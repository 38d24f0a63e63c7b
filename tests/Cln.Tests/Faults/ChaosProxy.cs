using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Cln.Tests.Faults;

/// <summary>A bad network in user space: a TCP proxy that is slow, narrow, silent, or cuts connections, and knows PostgreSQL well enough to lose the answer to a COMMIT.</summary>
internal sealed class ChaosProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<ProxiedConnection, Task> connections = [];
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentDictionary<string, int> losing = new(StringComparer.Ordinal);
    private readonly EndPoint target;
    private readonly Task accepting;
    private int commitsLost;

    private ChaosProxy(EndPoint target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How long each piece takes, in each direction.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>How much longer it takes at most; which pieces, a seed decides.</summary>
    public TimeSpan Jitter { get; set; }

    /// <summary>How much goes through in a second, in each direction of each connection; null for all.</summary>
    public int? BytesPerSecond { get; set; }

    /// <summary>After how many bytes from the server a connection is closed; null for never.</summary>
    public long? DropAfter { get; set; }

    /// <summary>Whatever is sent is swallowed and nothing comes back.</summary>
    public bool BlackHole { get; set; }

    /// <summary>How many answers to a COMMIT were lost.</summary>
    public int CommitsLost => commitsLost;

    public int Open => connections.Count;

    public static ChaosProxy Before(EndPoint target) => new(target);

    /// <summary>Cuts all connections with a TCP reset.</summary>
    public void Reset()
    {
        foreach (var connection in connections.Keys) connection.Reset();
    }

    /// <summary>Loses the server's answer to the COMMIT of the next transactions in which this text was sent: they are done, and their client can't know it.</summary>
    public void LoseCommitsOf(string sql, int times = 1) => losing.AddOrUpdate(sql, times, (_, before) => before + times);

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        Reset();
        await accepting;
        await Task.WhenAll(connections.Values);
        ending.Dispose();
    }

    /// <summary>Whether the answer to the COMMIT of a transaction with this text is to be lost; counts it if so.</summary>
    internal bool TakesCommitOf(string sql)
    {
        foreach (var (part, times) in losing)
        {
            if (times == 0 || !sql.Contains(part, StringComparison.Ordinal) || !losing.TryUpdate(part, times - 1, times)) continue;
            Interlocked.Increment(ref commitsLost);
            return true;
        }

        return false;
    }

    private async Task AcceptAsync()
    {
        for (var number = 0; !ending.IsCancellationRequested; number++)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync(ending.Token);
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            var connection = new ProxiedConnection(this, client, seed: number);
            var running = connection.RunAsync(target, ending.Token);
            connections[connection] = running;
            _ = running.ContinueWith(_ => connections.TryRemove(connection, out var _), TaskScheduler.Default);
        }
    }
}
