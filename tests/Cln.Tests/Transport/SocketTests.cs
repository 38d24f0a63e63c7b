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
        await MoveAsync(host, host.Limits.KeepAlive, closed);

        Assert.Equal(1001, await closed);
    }

    [Fact]
    public async Task A_socket_that_does_not_greet_in_time_is_closed()
    {
        await using var host = await ToyHost.StartAsync();
        await using var socket = await host.ConnectAsync();

        var closed = socket.ClosedAsync();
        await MoveAsync(host, host.Limits.Greeting, closed);

        Assert.Equal(4408, await closed);
    }

    [Fact]
    public async Task A_socket_does_not_live_for_ever()
    {
        await using var host = await ToyHost.StartAsync(limits => limits with { KeepAlive = TimeSpan.FromDays(3) });
        await using var socket = await (await host.ConnectAsync()).GreetAsync();

        var closed = socket.ClosedAsync();
        await MoveAsync(host, host.Limits.Lifetime, closed);

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
        await MoveAsync(host, host.Limits.Unread, cancelled);

        var read = 0;
        while (await socket.HearOrCloseAsync() is { } message)
        {
            Assert.Contains("\"next\"", message, StringComparison.Ordinal);
            read++;
        }

        Assert.Equal(4429, socket.CloseCode);
        Assert.InRange(host.Schema.Flooded - read, 0, 1);
    }

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
        await MoveAsync(host, host.Limits.Recheck, closed);

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

    private static async Task NextPingAsync(ToyHost host, ToySocket socket)
    {
        var ping = socket.HearAsync();
        await MoveAsync(host, host.Limits.KeepAlive, ping);
        Assert.Equal("""{"type":"ping"}""", await ping);
    }

    /// <summary>Moves the clock by steps of one duration until something has happened: the host may not have set its timer yet when the first step is taken.</summary>
    private static async Task MoveAsync(ToyHost host, TimeSpan step, Task until)
    {
        while (!until.IsCompleted)
        {
            host.Clock.Advance(step);
            await Task.WhenAny(until, Task.Delay(2000));
        }
    }
}
