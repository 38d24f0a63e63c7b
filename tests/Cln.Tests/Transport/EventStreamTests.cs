using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Cln.Host.Graph.Transport;

namespace Cln.Tests.Transport;

public sealed class EventStreamTests
{
    [Theory]
    [InlineData("subscription { count(to: 2) }", """{"data":{"count":1}}|{"data":{"count":2}}""")]
    [InlineData("{ hello }", """{"data":{"hello":"world"}}""")]
    public async Task Results_are_next_events_and_the_last_event_is_complete(string query, string results)
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.PostAsync(new { query }, MediaTypes.EventStream);

        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(string.Concat(results.Split('|').Select(result => $"event: next\ndata: {result}\n\n")) + "event: complete\ndata:\n\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_client_that_takes_json_too_gets_queries_as_json_and_subscriptions_as_events()
    {
        await using var host = await ToyHost.StartAsync();
        const string accept = "application/graphql-response+json, application/json, text/event-stream, multipart/mixed";

        using var query = await host.PostAsync(new { query = "{ hello }" }, accept);
        using var subscription = await host.PostAsync(new { query = "subscription { count(to: 1) }" }, accept);

        Assert.Equal((MediaTypes.GraphResponse, MediaTypes.EventStream), (query.Content.Headers.ContentType!.MediaType, subscription.Content.Headers.ContentType!.MediaType));
    }

    [Theory]
    [InlineData("subscription { unknown }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("subscription { refused }", "NO_STREAM")]
    [InlineData("subscription { stumble }", "INTERNAL_ERROR")]
    public async Task What_fails_is_a_result_with_errors_and_then_complete(string query, string code)
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.PostAsync(new { query }, MediaTypes.EventStream);

        var events = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(code, events, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", events, StringComparison.Ordinal);
        Assert.EndsWith("event: complete\ndata:\n\n", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_may_come_by_get_as_browsers_ask_for_event_streams()
    {
        await using var host = await ToyHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=" + Uri.EscapeDataString("subscription { count(to: 1) }")) { Headers = { Accept = { new(MediaTypes.EventStream) } } };

        using var response = await host.Http.SendAsync(request);

        Assert.StartsWith("event: next\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_without_news_gets_a_comment_now_and_then_and_ends_with_its_client()
    {
        await using var host = await ToyHost.StartAsync();
        var (response, lines) = await OpenAsync(host, "subscription { silence }");
        Assert.Equal("began", await host.Schema.HearAsync());

        for (var comment = 0; comment < 2; comment++)
        {
            var line = lines.ReadLineAsync();
            await host.MoveAsync(host.Limits.KeepAlive, line);

            Assert.Equal(":", await line);
            Assert.Equal("", await lines.ReadLineAsync());
        }

        response.Dispose();
        Assert.Equal("cancelled", await host.Schema.HearAsync());
    }

    [Fact]
    public async Task A_stream_whose_caller_has_lost_the_right_to_it_is_cut()
    {
        await using var host = await ToyHost.StartAsync();
        var (response, _) = await OpenAsync(host, "subscription { silence }");
        Assert.Equal("began", await host.Schema.HearAsync());

        host.RightsLast = false;
        var cancelled = host.Schema.HearAsync();
        await host.MoveAsync(host.Limits.Recheck, cancelled);

        Assert.Equal("cancelled", await cancelled);
        response.Dispose();
    }

    [Fact]
    public async Task Streams_count_among_the_connections_of_an_address()
    {
        await using var host = await ToyHost.StartAsync(limits => limits with { ListenersPerAddress = 1 });
        var (first, _) = await OpenAsync(host, "subscription { silence }");
        Assert.Equal("began", await host.Schema.HearAsync());

        var (second, lines) = await OpenAsync(host, "subscription { silence }");

        Assert.Equal(System.Net.HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Contains("TOO_MANY_CONNECTIONS", await lines.ReadToEndAsync(), StringComparison.Ordinal);
        first.Dispose();
    }

    [Fact]
    public async Task A_server_that_stops_ends_streams_without_a_complete()
    {
        await using var host = await ToyHost.StartAsync();
        var (response, lines) = await OpenAsync(host, "subscription { silence }");
        Assert.Equal("began", await host.Schema.HearAsync());

        await host.StopAsync();

        Assert.Equal("", await lines.ReadToEndAsync());
        response.Dispose();
    }

    [Fact]
    public async Task A_client_that_does_not_read_stops_its_source_and_is_cut_off_in_the_end()
    {
        await using var host = await ToyHost.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(host.Http.BaseAddress!.Host, host.Http.BaseAddress.Port);
        const string body = """{"query":"subscription { flood }"}""";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

        var cancelled = host.Schema.HearAsync();
        await host.MoveAsync(host.Limits.Unread, cancelled);

        Assert.Equal("cancelled", await cancelled);
    }

    private static async Task<(HttpResponseMessage Response, StreamReader Lines)> OpenAsync(ToyHost host, string query)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent($$"""{"query":"{{query}}"}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
            Headers = { Accept = { new(MediaTypes.EventStream) } },
        };
        var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (response, new(await response.Content.ReadAsStreamAsync()));
    }
}
