using System.Net;
using System.Net.WebSockets;
using Cln.Host.Demo;

namespace Cln.Tests.Web;

/// <summary>How many pages may be open on a host: each takes memory for as long as it is connected.</summary>
public sealed class OpenPagesTests
{
    [Fact]
    public async Task A_network_of_strangers_has_so_many_pages_and_another_when_one_is_closed()
    {
        await using var world = await World.StartAsync(settings: [("Pages:PerNetwork", "1")]);
        var first = await OpenAsync(world);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, first.HttpStatusCode);
        foreach (var path in new[] { "/_blazor", "/_blazor/", "/_BLAZOR//" })
        {
            using var second = await OpenAsync(world, path: path);
            Assert.NotEqual(HttpStatusCode.SwitchingProtocols, second.HttpStatusCode);
        }

        first.Dispose();
        var third = await OpenAsync(world);
        for (; third.HttpStatusCode == HttpStatusCode.TooManyRequests; third = await OpenAsync(world))
        {
            // The host notices that the first one has gone when it reads from it.
            third.Dispose();
            await Task.Delay(20);
        }

        Assert.Equal(HttpStatusCode.SwitchingProtocols, third.HttpStatusCode);
        third.Dispose();
    }

    [Fact]
    public async Task Strangers_take_no_place_of_a_customer_and_a_customer_has_so_many()
    {
        await using var demo = await DemoWorld.StartAsync(("Pages:OfStrangers", "1"), ("Pages:PerPerson", "1"));
        var session = (await demo.World.Anonymous().SendAsync($"mutation {{ signIn(input: {{ login: \"{DemoData.Login}\", password: \"{DemoData.Password}\" }}) {{ session {{ token }} }} }}")).Text("signIn.session.token");

        using var stranger = await OpenAsync(demo.World);
        using var another = await OpenAsync(demo.World);
        using var own = await OpenAsync(demo.World, session);
        using var more = await OpenAsync(demo.World, session);

        Assert.Equal(
            [HttpStatusCode.SwitchingProtocols, HttpStatusCode.TooManyRequests, HttpStatusCode.SwitchingProtocols, HttpStatusCode.TooManyRequests],
            [stranger.HttpStatusCode, another.HttpStatusCode, own.HttpStatusCode, more.HttpStatusCode]);
    }

    [Fact]
    public async Task A_connection_that_could_not_be_counted_is_refused()
    {
        await using var world = await World.StartAsync();
        using var http = new HttpClient { BaseAddress = world.Address };

        using var polled = await http.GetAsync(new Uri("/_blazor?id=1", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, polled.StatusCode);
        Assert.Equal("A page is connected by a WebSocket.", await polled.Content.ReadAsStringAsync());
    }

    private static async Task<ClientWebSocket> OpenAsync(World world, string? session = null, string path = "/_blazor")
    {
        var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        if (session is not null) socket.Options.SetRequestHeader("Cookie", $"cln_session={session}");
        try
        {
            await socket.ConnectAsync(new UriBuilder(world.Address) { Scheme = "ws", Path = path }.Uri, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // Its status says why.
        }

        return socket;
    }
}
