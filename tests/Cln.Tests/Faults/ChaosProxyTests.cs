using System.Net;
using System.Net.Sockets;
using System.Text;
using Cln.Host.Data;
using Cln.Tests.Data;
using Npgsql;

namespace Cln.Tests.Faults;

/// <summary>The proxy does what it says, and nothing when it says nothing.</summary>
public sealed class ChaosProxyTests
{
    private static readonly byte[] hello = "hello"u8.ToArray();

    [Fact]
    public async Task What_goes_in_comes_out()
    {
        await using var echo = Echo.Start();
        await using var proxy = ChaosProxy.Before(echo.Address);
        using var client = await ConnectAsync(proxy);

        Assert.Equal("hello", await SayAsync(client));
        Assert.Equal("hello", await SayAsync(client));
    }

    [Fact]
    public async Task It_takes_as_long_as_it_is_told()
    {
        await using var echo = Echo.Start();
        await using var proxy = ChaosProxy.Before(echo.Address);
        using var client = await ConnectAsync(proxy);
        var began = TimeProvider.System.GetTimestamp();
        proxy.Latency = TimeSpan.FromMilliseconds(100);
        await SayAsync(client);
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(190));

        began = TimeProvider.System.GetTimestamp();
        (proxy.Latency, proxy.Jitter, proxy.BytesPerSecond) = (TimeSpan.Zero, TimeSpan.FromMilliseconds(1), 50);
        await SayAsync(client);
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(190));
    }

    [Fact]
    public async Task A_connection_is_cut_after_so_many_bytes_or_at_once()
    {
        await using var echo = Echo.Start();
        await using var proxy = ChaosProxy.Before(echo.Address);
        using var limited = await ConnectAsync(proxy);
        using var cut = await ConnectAsync(proxy);
        await SayAsync(cut);
        proxy.DropAfter = 7;

        Assert.Equal("hello", await SayAsync(limited));
        await Assert.ThrowsAnyAsync<IOException>(() => SayAsync(limited));
        proxy.Reset();
        await Assert.ThrowsAnyAsync<IOException>(() => SayAsync(cut));
    }

    [Fact]
    public async Task A_black_hole_says_nothing_and_keeps_the_connection()
    {
        await using var echo = Echo.Start();
        await using var proxy = ChaosProxy.Before(echo.Address);
        using var client = await ConnectAsync(proxy);
        proxy.BlackHole = true;
        await client.GetStream().WriteAsync(hello);
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await client.GetStream().ReadExactlyAsync(new byte[5], impatience.Token));

        Assert.Equal(1, proxy.Open);
        Assert.DoesNotContain("hello", echo.Heard);
    }

    [PostgresFact]
    public async Task The_answer_to_a_commit_is_lost_and_the_transaction_isn_t()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(DatabaseKind.Postgres);
        await using var proxy = ChaosProxy.Before(Postgres.Of(database.ConnectionString));
        await using var source = NpgsqlDataSource.Create(proxy.Through(database.ConnectionString));
        await using (var create = source.CreateCommand("CREATE TABLE chaos (id int PRIMARY KEY)")) await create.ExecuteNonQueryAsync();
        proxy.LoseCommitsOf("INSERT INTO chaos VALUES (2)");

        await InsertAsync(source, 1);
        var lost = await Assert.ThrowsAnyAsync<NpgsqlException>(() => InsertAsync(source, 2));
        await InsertAsync(source, 3);

        Assert.True(lost.IsTransient);
        Assert.Equal(1, proxy.CommitsLost);
        await using var count = source.CreateCommand("SELECT string_agg(id::text, ' ' ORDER BY id) FROM chaos");
        Assert.Equal("1 2 3", await count.ExecuteScalarAsync());
    }

    private static async Task InsertAsync(NpgsqlDataSource source, int id)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand($"INSERT INTO chaos VALUES ({id})", connection, transaction);
        await insert.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static async Task<TcpClient> ConnectAsync(ChaosProxy proxy)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Port);
        return client;
    }

    private static async Task<string> SayAsync(TcpClient client)
    {
        var answer = new byte[hello.Length];
        await client.GetStream().WriteAsync(hello);
        await client.GetStream().ReadExactlyAsync(answer);
        return Encoding.UTF8.GetString(answer);
    }

    /// <summary>Says everything back.</summary>
    private sealed class Echo : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly StringBuilder heard = new();
        private readonly Task accepting;

        private Echo()
        {
            listener.Start();
            accepting = AcceptAsync();
        }

        public EndPoint Address => listener.LocalEndpoint;

        public string Heard => heard.ToString();

        public static Echo Start() => new();

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await accepting;
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true) _ = RepeatAsync(await listener.AcceptTcpClientAsync());
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
                return;
            }
        }

        private async Task RepeatAsync(TcpClient client)
        {
            using var ends = client;
            var buffer = new byte[1024];
            try
            {
                for (var read = await client.GetStream().ReadAsync(buffer); read > 0; read = await client.GetStream().ReadAsync(buffer))
                {
                    lock (heard) heard.Append(Encoding.UTF8.GetString(buffer, 0, read));
                    await client.GetStream().WriteAsync(buffer.AsMemory(0, read));
                }
            }
            catch (IOException)
            {
                return;
            }
        }
    }
}
