using System.Net;
using System.Net.Sockets;
using System.Text;
using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Gateways;

/// <summary>What stands under every gateway's client.</summary>
public sealed class GatewayTransportTests
{
    [Fact]
    public async Task Nothing_is_sent_inside_a_transaction_and_everything_after_it()
    {
        await using var world = await World.StartAsync();
        using var http = GatewayTransport.Client();
        await using var scope = world.PlatformScope();
        var unit = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        var live = new Uri(world.Address, "/health/live");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => unit.CommitAsync(() => http.GetStringAsync(live), CancellationToken.None));
        var nested = await Assert.ThrowsAsync<InvalidOperationException>(() => unit.CommitAsync(() => unit.CommitAsync(() => http.GetStringAsync(live), CancellationToken.None), CancellationToken.None));
        Task<string>? outlives = null;
        var go = new TaskCompletionSource();
        await unit.CommitAsync(() => Task.FromResult(outlives = AfterAsync(go.Task, () => http.GetStringAsync(live))), CancellationToken.None);
        go.SetResult();

        Assert.Contains("inside a transaction", refused.Message);
        Assert.Contains("inside a transaction", nested.Message);
        Assert.Contains("Healthy", await outlives!);
        Assert.Contains("Healthy", await http.GetStringAsync(live));
    }

    [Fact]
    public async Task A_name_that_nobody_has_and_a_port_where_nobody_listens_are_not_reached()
    {
        using var http = GatewayTransport.Client();
        using var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        var port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();

        await Assert.ThrowsAsync<GatewayNotReached>(() => http.GetStringAsync("http://nowhere.invalid/"));
        await Assert.ThrowsAsync<GatewayNotReached>(() => http.GetStringAsync($"http://127.0.0.1:{port}/"));
    }

    [Fact]
    public async Task One_whose_certificate_nobody_vouches_for_is_not_reached()
    {
        await using var world = await World.StartAsync();
        using var http = GatewayTransport.Client();

        // The host speaks no TLS at all: the handshake ends before anything of the request is sent.
        await Assert.ThrowsAsync<GatewayNotReached>(() => http.GetStringAsync($"https://127.0.0.1:{world.Address.Port}/"));
    }

    [Fact]
    public async Task An_answer_is_read_up_to_a_megabyte_and_no_further()
    {
        using var http = GatewayTransport.Client();

        Assert.Equal(GatewayTransport.LargestAnswer, (await ServeAsync(GatewayTransport.LargestAnswer, http.GetByteArrayAsync)).Length);
        await Assert.ThrowsAsync<InvalidDataException>(() => ServeAsync(GatewayTransport.LargestAnswer + 1, http.GetByteArrayAsync));
    }

    [Fact]
    public async Task A_connection_that_ends_before_the_answer_leaves_open_what_happened()
    {
        using var http = GatewayTransport.Client();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asking = http.GetStringAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        using (var connection = await listener.AcceptTcpClientAsync())
        {
            await connection.GetStream().ReadExactlyAsync(new byte[16]);
        }

        Assert.IsNotType<GatewayNotReached>(await Assert.ThrowsAnyAsync<Exception>(() => asking));
    }

    private static async Task<T> AfterAsync<T>(Task before, Func<Task<T>> then)
    {
        await before;
        return await then();
    }

    /// <summary>Answers one request with so many bytes.</summary>
    private static async Task<byte[]> ServeAsync(int length, Func<string, Task<byte[]>> ask)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asking = ask($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        using var connection = await listener.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        await stream.ReadExactlyAsync(new byte[16]);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n"));
            await stream.WriteAsync(new byte[length]);
        }
        catch (IOException)
        {
            // It hung up on us, as it should where there is too much.
        }

        return await asking;
    }
}
