namespace Cln.Tests.Transport;

/// <summary>How many sockets there may be, how much one may say, and what ends one whose caller has lost the right to it.</summary>
public sealed class SocketLimitTests
{
    [Fact]
    public async Task A_caller_has_so_many_connections_and_one_more_when_another_has_ended()
    {
        await using var host = await ToyHost.StartAsync(limits => limits with { ListenersPerCaller = 2 });
        await using var first = await (await host.ConnectAsync()).GreetAsync(ToyHost.GoodToken);
        await using var second = await (await host.ConnectAsync()).GreetAsync(ToyHost.GoodToken);
        await using var nobody = await (await host.ConnectAsync()).GreetAsync();
        await using var third = await host.ConnectAsync();

        await third.SayAsync($$$"""{"type":"connection_init","payload":{"Authorization":"Bearer {{{ToyHost.GoodToken}}}"}}""");
        Assert.Equal(4429, await third.ClosedAsync());

        await first.CloseAsync();
        await using var fourth = await AcceptedAsync(host);
        await fourth.SubscribeAsync("1", "{ hello }");
        Assert.Contains("world", await fourth.HearAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_has_so_many_connections()
    {
        await using var host = await ToyHost.StartAsync(limits => limits with { ListenersPerAddress = 1 });
        await using var first = await (await host.ConnectAsync()).GreetAsync();

        var refused = await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => host.ConnectAsync());

        Assert.Contains("429", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_talks_too_fast_is_closed()
    {
        await using var host = await ToyHost.StartAsync(limits => limits with { MessagesPerMinute = 5 });
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        for (var message = 0; message < 5; message++) await socket.SayAsync("""{"type":"ping"}""");

        Assert.Equal(4429, await socket.ClosedAsync());
    }

    [Fact]
    public async Task A_minute_later_it_may_talk_again()
    {
        await using var host = await ToyHost.StartAsync(limits => limits with { MessagesPerMinute = 5, KeepAlive = TimeSpan.FromDays(1) });
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        for (var minute = 0; minute < 3; minute++)
        {
            for (var message = 0; message < 4; message++)
            {
                await socket.SayAsync("""{"type":"ping"}""");
                Assert.Equal("""{"type":"pong"}""", await socket.HearAsync());
            }

            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task A_caller_whose_rights_have_ended_is_closed()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync(ToyHost.GoodToken);
        await socket.SubscribeAsync("1", "subscription { silence }");
        Assert.Equal("began", await host.Schema.HearAsync());

        host.RightsLast = false;
        var closed = socket.ClosedAsync();
        await host.MoveAsync(host.Limits.Recheck, closed);

        Assert.Equal(4403, await closed);
        Assert.Equal("cancelled", await host.Schema.HearAsync());
    }

    /// <summary>A connection that ends gives its place back a moment later.</summary>
    private static async Task<ToySocket> AcceptedAsync(ToyHost host)
    {
        for (var tries = 0; ; tries++)
        {
            var socket = await host.ConnectAsync();
            await socket.SayAsync($$$"""{"type":"connection_init","payload":{"Authorization":"Bearer {{{ToyHost.GoodToken}}}"}}""");
            if (await socket.HearOrCloseAsync() is not null) return socket;
            Assert.True(tries < 100, "The place is not given back.");
            await Task.Delay(50);
        }
    }
}
