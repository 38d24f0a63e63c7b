using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cln.Billing;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Gateways;

/// <summary>What is stored, and what isn't.</summary>
public sealed class WebhookEndpointTests
{
    [Fact]
    public async Task A_genuine_event_is_stored_once_whatever_the_number_of_deliveries()
    {
        await using var world = await World.StartAsync(settings: WebhookWorld.StripeSettings);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.StripeSaysAsync(WebhookWorld.Event("evt_1", "customer.created"))));
        world.Clock.Advance(TimeSpan.FromHours(1));
        var again = await world.StripeSaysAsync(WebhookWorld.Event("evt_1", "customer.created"));

        Assert.All([.. answers, again], status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(["evt_1 Ignored"], await world.InboxAsync());
    }

    [EveryDatabase]
    public async Task Ten_deliveries_at_once_are_one_event(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, settings: WebhookWorld.StripeSettings);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.StripeSaysAsync(WebhookWorld.Event("evt_1"))));

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(["evt_1 Received"], await world.InboxAsync());
    }

    [Fact]
    public async Task A_forged_an_old_and_a_live_mode_event_are_refused_and_leave_nothing()
    {
        await using var world = await World.StartAsync(settings: WebhookWorld.StripeSettings);
        var genuine = WebhookWorld.Event("evt_1");

        HttpStatusCode[] answers =
        [
            await world.StripeSaysAsync(genuine, secret: "whsec_of_somebody_else"),
            await world.StripeSaysAsync(genuine, ago: TimeSpan.FromSeconds(301)),
            await world.StripeSaysAsync(genuine, ago: TimeSpan.FromSeconds(-301)),
            await world.StripeSaysAsync(WebhookWorld.Event("evt_1", live: true)),
            await world.StripeSaysAsync("garbage"),
            await world.StripeSaysAsync(""),
            await world.DeliverAsync("stripe", Encoding.UTF8.GetBytes(genuine)),
            await world.DeliverAsync("stripe", Encoding.UTF8.GetBytes(genuine), ("Stripe-Signature", "t=1,v1=00")),
            await world.DeliverAsync("stripe", [0xFF, 0xFE, 0x00]),
        ];

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.BadRequest, status));
        Assert.Empty(await world.InboxAsync());
    }

    [Fact]
    public async Task Both_secrets_are_good_while_one_replaces_the_other()
    {
        await using var world = await World.StartAsync(settings: [.. WebhookWorld.StripeSettings, ("Gateways:Stripe:WebhookSecrets:1", "whsec_next")]);

        Assert.Equal(HttpStatusCode.OK, await world.StripeSaysAsync(WebhookWorld.Event("evt_1", "customer.created")));
        Assert.Equal(HttpStatusCode.OK, await world.StripeSaysAsync(WebhookWorld.Event("evt_2", "customer.created"), secret: "whsec_next"));
        Assert.Equal(["evt_1 Ignored", "evt_2 Ignored"], await world.InboxAsync());
    }

    [Fact]
    public async Task A_body_of_300_KB_is_refused_with_or_without_its_length_and_the_host_goes_on()
    {
        await using var world = await World.StartAsync(settings: WebhookWorld.StripeSettings);
        var large = new byte[300 * 1024];

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await world.DeliverAsync("stripe", large));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await world.DeliverAsync("stripe", large, ("Transfer-Encoding", "chunked")));
        Assert.Equal(HttpStatusCode.OK, await world.StripeSaysAsync(WebhookWorld.Event("evt_1", "customer.created", $$"""{"id":"{{new string('x', 250_000)}}"}""")));
        Assert.Equal(["evt_1 Ignored"], await world.InboxAsync());
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_not_waited_for()
    {
        await using var world = await World.StartAsync(DatabaseKind.Sqlite, services => services.AddSingleton(new WebhookLimits(TimeSpan.FromMilliseconds(100))), settings: WebhookWorld.StripeSettings);
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, world.Address.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"POST /webhooks/stripe HTTP/1.1\r\nHost: {world.Address.Authority}\r\nContent-Length: 1000\r\n\r\n{{")));

        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync());
        Assert.Equal(HttpStatusCode.OK, await world.StripeSaysAsync(WebhookWorld.Event("evt_1", "customer.created")));
    }

    [Fact]
    public async Task There_is_no_address_for_a_gateway_that_is_not_set_up()
    {
        await using var world = await World.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, await world.StripeSaysAsync(WebhookWorld.Event("evt_1")));
    }

    [Fact]
    public async Task One_that_can_not_be_told_from_a_forgery_is_to_be_sent_again()
    {
        var source = new ScriptedWebhooks { Read = _ => throw new HttpRequestException("The certificate's host doesn't answer.") };
        await using var world = await source.StartAsync();
        world.ExpectsErrors = true;

        Assert.Equal(HttpStatusCode.InternalServerError, await world.DeliverAsync("scripted", [1]));
        Assert.Empty(await world.InboxAsync());
    }

    [Fact]
    public async Task A_signature_that_is_used_for_a_second_body_is_refused()
    {
        // PayPal signs a checksum of the body only: whoever has one signature finds other bodies for it.
        var source = new ScriptedWebhooks { Read = delivery => new($"evt_{delivery.Body.Span[0]}", "x", [], Key: null) { DeliveryId = "delivery_1" } };
        await using var world = await source.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await world.DeliverAsync("scripted", [1]));
        Assert.Equal(HttpStatusCode.OK, await world.DeliverAsync("scripted", [1]));
        Assert.Equal(HttpStatusCode.BadRequest, await world.DeliverAsync("scripted", [2]));
        Assert.Equal(["evt_1 Ignored"], await world.InboxAsync());
    }
}
