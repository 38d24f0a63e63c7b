using System.Buffers;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Cln.Host.Graph.Transport;
using Cln.Tests.Transport;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Cln.Tests.Limits;

/// <summary>Each request of the corpus is refused with its code, cheaply, in few words, and the host goes on.</summary>
public sealed class CorpusTests(CorpusTests.Host host, ITestOutputHelper output) : IClassFixture<CorpusTests.Host>
{
    private const int MostBytes = 32 * 1024;
    private const long MostAllocated = 32 * 1024 * 1024;

    public static TheoryData<string> Names => [.. Corpus.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_refused_over_HTTP(string name)
    {
        var asked = Of(name);

        var (status, body) = await PostAsync(asked.Body);

        Assert.Equal((asked.Status, asked.Code), (status, Code(body)));
        Assert.InRange(Encoding.UTF8.GetByteCount(body), 1, MostBytes);
        Assert.Equal((200, """{"data":{"__typename":"Query"}"""), await PostAsync("""{"query":"{ __typename }"}""") is var (works, text) ? (works, text[..text.IndexOf(",\"ext", StringComparison.Ordinal)]) : default);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_refused_over_a_socket(string name)
    {
        var asked = Of(name);
        var client = new ClientWebSocket();
        client.Options.AddSubProtocol(SocketTransport.Subprotocol);
        await client.ConnectAsync(new UriBuilder(host.World.Address) { Scheme = "ws", Path = "/graphql" }.Uri, CancellationToken.None);
        await using var socket = new ToySocket(client);
        await socket.GreetAsync();

        await socket.SayAsync($$"""{"type":"subscribe","id":"1","payload":{{asked.Body}}}""");

        if (asked.Close is { } close)
        {
            Assert.Equal(close, await socket.ClosedAsync());
            return;
        }

        var told = await socket.HearAsync();
        using var message = JsonDocument.Parse(told);
        Assert.Equal(("error", asked.Code), (message.RootElement.GetProperty("type").GetString(), message.RootElement.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString()));
        Assert.InRange(Encoding.UTF8.GetByteCount(told), 1, MostBytes);
        await socket.SubscribeAsync("2", "{ __typename }");
        Assert.Contains("\"data\":{\"__typename\":\"Query\"}", await socket.HearAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_costs_the_host_little(string name)
    {
        var body = Encoding.UTF8.GetBytes(Of(name).Body);
        await RefuseAsync(body);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var began = Stopwatch.GetTimestamp();

        var refused = RefuseAsync(body);

        // What is refused waits for nothing, so that all of it has happened on this thread.
        Assert.True(refused.IsCompleted);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        output.WriteLine($"{name}: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0.0} ms, {allocated / 1024:#,##0} KiB");
        await refused;
        Assert.InRange(allocated, 0, MostAllocated);
    }

    private async Task RefuseAsync(byte[] body)
    {
        await using var scope = host.World.Services.CreateAsyncScope();
        try
        {
            var result = await scope.ServiceProvider.GetRequiredService<Execute>()(RequestReader.From(StrictJson.Read(new ReadOnlySequence<byte>(body))), scope.ServiceProvider, CancellationToken.None);
            Assert.False(result.Executed && result.Errors is null or { Count: 0 } && body.Length < 64 * 1024);
        }
        catch (TransportError)
        {
            // Refused before it was a request.
        }
    }

    private async Task<(int Status, string Body)> PostAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.World.Address, "/graphql")) { Content = ToyHost.Json(body), Headers = { Accept = { new(MediaTypes.GraphResponse) } } };
        using var response = await host.Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static Corpus.Case Of(string name) => Corpus.All.Single(one => one.Name == name);

    private static string? Code(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
    }

    /// <summary>One host for the whole corpus: what each request leaves behind, the next one meets.</summary>
    public sealed class Host : IAsyncLifetime
    {
        public World World { get; private set; } = null!;

        public HttpClient Http { get; } = new();

        public async Task InitializeAsync() => World = await World.StartAsync();

        public async Task DisposeAsync()
        {
            Http.Dispose();
            await World.DisposeAsync();
        }
    }
}
