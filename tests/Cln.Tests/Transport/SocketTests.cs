using System.Text.Json;

namespace Cln.Tests.Transport;

public sealed class SocketTests
{
    [Fact]
    public async Task A_query_gives_one_result_and_its_id_is_free_again()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        for (var time = 0; time < 3; time++)
        {
            await socket.SubscribeAsync("a\"b", "{ hello }");
            Assert.Equal("""{"type":"next","id":"a\u0022b","payload":{"data":{"hello":"world"}}}""", await socket.HearAsync());
            Assert.Equal("""{"type":"complete","id":"a\u0022b"}""", await socket.HearAsync());
        }
    }

    [Fact]
    public async Task A_subscription_gives_each_result_in_order_and_completes()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        await socket.SubscribeAsync("1", "subscription { count(to: 1000) }");

        for (var number = 1; number <= 1000; number++) Assert.Contains($"\"count\":{number}}}", await socket.HearAsync(), StringComparison.Ordinal);
        Assert.Equal("""{"type":"complete","id":"1"}""", await socket.HearAsync());
    }

    [Fact]
    public async Task Operations_run_beside_each_other_each_in_a_scope_of_its_own()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        await socket.SubscribeAsync("waits", "{ wait }");
        Assert.Equal("began", await host.Schema.HearAsync());
        await socket.SubscribeAsync("1", "{ scope }");
        var first = await socket.HearAsync();
        await socket.HearAsync();
        await socket.SubscribeAsync("1", "{ scope }");

        Assert.NotEqual(first, await socket.HearAsync());
    }

    [Fact]
    public async Task What_the_client_completes_is_cancelled_and_heard_of_no_more()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        await socket.SubscribeAsync("1", "subscription { silence }");
        Assert.Equal("began", await host.Schema.HearAsync());
        await socket.SayAsync("""{"type":"complete","id":"1"}""");
        Assert.Equal("cancelled", await host.Schema.HearAsync());

        await socket.SubscribeAsync("1", "{ hello }");
        Assert.Contains("world", await socket.HearAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("close")]
    public async Task A_connection_that_ends_cancels_everything_on_it(string ending)
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();
        await socket.SubscribeAsync("1", "subscription { silence }");
        await socket.SubscribeAsync("2", "{ wait }");
        Assert.Equal(["began", "began"], [await host.Schema.HearAsync(), await host.Schema.HearAsync()]);

        if (ending == "kill") socket.Kill();
        else await socket.CloseAsync();

        Assert.Equal(["cancelled", "cancelled"], [await host.Schema.HearAsync(), await host.Schema.HearAsync()]);
    }

    [Theory]
    [InlineData("{ unknown }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{", "SYNTAX_ERROR")]
    [InlineData("subscription { refused }", "NO_STREAM")]
    public async Task What_can_not_start_is_an_error_message_and_the_connection_stays(string query, string code)
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        await socket.SubscribeAsync("1", query);

        using var message = JsonDocument.Parse(await socket.HearAsync());
        Assert.Equal("error", message.RootElement.GetProperty("type").GetString());
        Assert.Equal(code, message.RootElement.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString());
        await socket.SubscribeAsync("1", "{ hello }");
        Assert.Contains("world", await socket.HearAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("subscription { stumble }", 1)]
    [InlineData("{ breaks }", 0)]
    public async Task What_fails_unforeseen_ends_masked_after_what_came_before(string query, int results)
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        await socket.SubscribeAsync("1", query);

        for (var result = 0; result < results; result++) Assert.Contains("\"next\"", await socket.HearAsync(), StringComparison.Ordinal);
        var error = await socket.HearAsync();
        Assert.Contains("INTERNAL_ERROR", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_in_the_greeting_signs_every_operation_in()
    {
        await using var host = await ToyHost.StartAsync();
        await using var signedIn = await (await host.ConnectAsync()).GreetAsync(ToyHost.GoodToken);
        await using var nobody = await (await host.ConnectAsync()).GreetAsync();

        await signedIn.SubscribeAsync("1", "{ caller }");
        await nobody.SubscribeAsync("1", "{ caller }");

        Assert.Contains("token:1", await signedIn.HearAsync(), StringComparison.Ordinal);
        Assert.Contains("anonymous", await nobody.HearAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ping_is_answered_before_and_after_the_greeting()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await host.ConnectAsync();

        await socket.SayAsync("""{"type":"ping","payload":{"any":"thing"}}""");
        Assert.Equal("""{"type":"pong"}""", await socket.HearAsync());
        await socket.GreetAsync();
        await socket.SayAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", await socket.HearAsync());
    }

    [Fact]
    public async Task A_client_that_answers_pings_stays()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        for (var ping = 0; ping < 5; ping++)
        {
            await NextPingAsync(host, socket);
            await socket.SayAsync("""{"type":"pong"}""");
            await socket.SayAsync("""{"type":"ping"}""");
            Assert.Equal("""{"type":"pong"}""", await socket.HearAsync());
        }
    }

    [Fact]
    public async Task A_client_that_misses_two_pings_is_closed()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        await NextPingAsync(host, socket);
        await NextPingAsync(host, socket);
        var closed = socket.ClosedAsync();
        await host.MoveAsync(host.Limits.KeepAlive, closed);

        Assert.Equal(1001, await closed);
    }

    [Fact]
    public async Task A_socket_that_does_not_greet_in_time_is_closed()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await host.ConnectAsync();

        var closed = socket.ClosedAsync();
        await host.MoveAsync(host.Limits.Greeting, closed);

        Assert.Equal(4408, await closed);
    }

    [Fact]
    public async Task A_socket_does_not_live_for_ever()
    {
        await using var host = await ToyHost.StartAsync(limits => limits with { KeepAlive = TimeSpan.FromDays(3) });
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        var closed = socket.ClosedAsync();
        await host.MoveAsync(host.Limits.Lifetime, closed);

        Assert.Equal(1001, await closed);
    }

    [Fact]
    public async Task A_server_that_stops_says_so_and_does_not_wait_for_subscriptions()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();
        await socket.SubscribeAsync("1", "subscription { silence }");
        Assert.Equal("began", await host.Schema.HearAsync());

        var closed = socket.ClosedAsync();
        await host.StopAsync();

        Assert.Equal(1001, await closed);
        Assert.Equal("cancelled", await host.Schema.HearAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_read_stops_its_source_and_is_closed_in_the_end()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await (await host.ConnectAsync()).GreetAsync();
        await socket.SubscribeAsync("1", "subscription { flood }");

        var cancelled = host.Schema.HearAsync();
        await host.MoveAsync(host.Limits.Unread, cancelled);

        var read = 0;
        while (await socket.HearOrCloseAsync() is { } message)
        {
            Assert.Contains("\"next\"", message, StringComparison.Ordinal);
            read++;
        }

        Assert.Equal(4429, socket.CloseCode);
        Assert.InRange(host.Schema.Flooded - read, 0, 1);
    }

    private static async Task NextPingAsync(ToyHost host, ToySocket socket)
    {
        var ping = socket.HearAsync();
        await host.MoveAsync(host.Limits.KeepAlive, ping);
        Assert.Equal("""{"type":"ping"}""", await ping);
    }
}
