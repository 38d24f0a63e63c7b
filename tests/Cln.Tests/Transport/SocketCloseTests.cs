using System.Net.WebSockets;
using Cln.Host.Graph.Transport;

namespace Cln.Tests.Transport;

public sealed class SocketCloseTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("graphql-ws")]
    [InlineData("graphql-transport-ws2")]
    public async Task Another_subprotocol_is_closed_with_the_name_of_ours(string? subprotocol)
    {
        await using var host = await ToyHost.StartAsync();
        using var client = new ClientWebSocket();
        if (subprotocol is not null) client.Options.AddSubProtocol(subprotocol);
        await client.ConnectAsync(new(host.SocketUrl), CancellationToken.None);
        await using var socket = new ToySocket(client);

        Assert.Equal(4406, await socket.ClosedAsync());
        Assert.Contains(SocketTransport.Subprotocol, client.CloseStatusDescription, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"type":"toString"}""")]
    [InlineData("""{"type":"start","id":"1","payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"id":"1"}""")]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":"subscribe","id":1,"payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":"subscribe","id":"1"}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":[{"query":"{ hello }"}]}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ hello }","variables":{"a":1e400}}}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ hello }","query":"{ hello }"}}""")]
    [InlineData("""{"type":"complete"}""")]
    public async Task A_message_that_is_none_of_the_protocol_closes(string message)
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        await socket.SayAsync(message);

        Assert.Equal(4400, await socket.ClosedAsync());
    }

    [Fact]
    public async Task A_binary_message_closes()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await host.ConnectAsync();

        await socket.SayBinaryAsync([1, 2, 3]);

        Assert.Equal(4400, await socket.ClosedAsync());
    }

    [Fact]
    public async Task To_subscribe_before_the_greeting_closes()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await host.ConnectAsync();

        await socket.SubscribeAsync("1", "mutation { bump }");

        Assert.Equal(4401, await socket.ClosedAsync());
        Assert.Equal(0, host.Schema.Bumps);
    }

    [Theory]
    [InlineData("\"Bearer bad\"")]
    [InlineData("\"Basic Z29vZA==\"")]
    [InlineData("7")]
    public async Task A_token_that_is_worth_nothing_closes(string authorization)
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await host.ConnectAsync();

        await socket.SayAsync("""{"type":"connection_init","payload":{"Authorization":""" + authorization + "}}");

        Assert.Equal(4403, await socket.ClosedAsync());
    }

    [Fact]
    public async Task A_second_greeting_closes()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        await socket.SayAsync("""{"type":"connection_init"}""");

        Assert.Equal(4429, await socket.ClosedAsync());
    }

    [Fact]
    public async Task An_id_that_is_taken_closes()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        await socket.SubscribeAsync("1", "subscription { silence }");
        await socket.SubscribeAsync("1", "{ hello }");

        Assert.Equal(4409, await socket.ClosedAsync());
    }

    [Fact]
    public async Task Twenty_operations_run_at_once_and_the_next_closes()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        for (var number = 1; number <= 20; number++) await socket.SubscribeAsync($"{number}", "subscription { silence }");
        for (var number = 1; number <= 20; number++) Assert.Equal("began", await host.Schema.HearAsync());
        await socket.SubscribeAsync("21", "subscription { silence }");

        Assert.Equal(4429, await socket.ClosedAsync());
    }

    [Theory]
    [InlineData(true, 64 * 1024)]
    [InlineData(false, 4 * 1024)]
    public async Task A_message_is_as_long_as_it_may_be_and_no_longer(bool greeted, int limit)
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        if (greeted) await socket.GreetAsync();

        await socket.SayAsync("""{"type":"ping"}""".PadRight(limit));
        Assert.Equal("""{"type":"pong"}""", await socket.HearAsync());
        await socket.SayAsync("""{"type":"ping"}""".PadRight(limit + 1));

        Assert.Equal(1009, await socket.ClosedAsync());
    }
}
