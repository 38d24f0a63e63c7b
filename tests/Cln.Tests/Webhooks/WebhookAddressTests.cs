using System.Net;
using Cln.Host.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Webhooks;

/// <summary>Nobody reaches our own network by a webhook.</summary>
public sealed class WebhookAddressTests
{
    private static readonly WebhookSettings strict = new(AllowHttp: false, []);
    private static readonly WebhookSettings http = new(AllowHttp: true, []);

    public static TheoryData<string> Hostile => [.. """
        http://127.0.0.1/ http://127.1/ http://127.0.1/ http://2130706433/ http://0x7f000001/ http://0x7f.0.0.1/ http://0177.0.0.1/ http://017700000001/ http://0x7f.1/ http://127.0.0.1.:2000/
        http://0/ http://0.0.0.0/ http://10.1.2.3/ http://172.16.0.1/ http://172.31.255.255/ http://192.168.1.1/ http://100.64.0.1/ http://100.100.100.200/ http://169.254.169.254/latest/meta-data/
        http://2852039166/ http://0xa9fea9fe/ http://0251.0376.0251.0376/ http://169.254.43518/ http://168.63.129.16/ http://192.0.0.192/ http://192.0.2.1/ http://198.18.0.1/ http://198.51.100.1/ http://203.0.113.1/
        http://224.0.0.1/ http://239.255.255.255/ http://240.0.0.1/ http://255.255.255.255/ http://192.88.99.1/
        http://[::]/ http://[::1]/ http://[0:0:0:0:0:0:0:1]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[::ffff:a9fe:a9fe]/ http://[::127.0.0.1]/ http://[::ffff:0:127.0.0.1]/
        http://[64:ff9b::7f00:1]/ http://[64:ff9b::169.254.169.254]/ http://[64:ff9b:1::1]/ http://[2002:7f00:1::]/ http://[2002:a9fe:a9fe::1]/ http://[2001:0:7f00:1::]/ http://[2001:db8::1]/ http://[3fff::1]/
        http://[fe80::1]/ http://[fe80::1%251]/ http://[fc00::1]/ http://[fd00:ec2::254]/ http://[fec0::1]/ http://[ff02::1]/ http://[100::1]/ http://[5f00::1]/
        http://localhost/ http://localhost:8080/ http://LOCALHOST./ http://①②⑦.⓪.⓪.①/
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_URL_that_leads_into_a_network_of_ours_is_refused_when_it_is_given_or_else_at_the_connection(string url)
    {
        using var transport = new WebhookTransport(http, new WebhookNames());
        string given;
        try
        {
            given = WebhookUrl.Read(url, http);
        }
        catch (InvalidInput refused)
        {
            Assert.Equal("url", refused.Field);
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, given);
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => transport.SendAsync(request, CancellationToken.None));
        Assert.IsType<AddressNotAllowed>(failure.InnerException);
    }

    [Theory]
    [InlineData("http://shop.example/")]
    [InlineData("ftp://shop.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://shop.example/")]
    [InlineData("//shop.example/")]
    [InlineData("https://")]
    [InlineData("https:///path")]
    [InlineData("shop.example")]
    [InlineData("https://user:secret@shop.example/")]
    [InlineData("https://user@shop.example/")]
    [InlineData("https://shop.example/#part")]
    [InlineData("https://shop.example:22/")]
    [InlineData("https://shop.example:25/")]
    [InlineData("https://shop.example:80/")]
    [InlineData("https://shop.example:1023/")]
    [InlineData("https://shop.example/ path")]
    [InlineData("https://shop.example/\r\nHost: other")]
    public void A_URL_of_another_form_is_refused(string url) => Assert.Throws<InvalidInput>(() => WebhookUrl.Read(url, strict));

    [Theory]
    [InlineData("https://shop.example/hooks?a=b")]
    [InlineData("https://shop.example:8443/hooks")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2606:4700::1111]/")]
    public void A_URL_of_the_public_internet_is_taken_as_it_is(string url) => Assert.Equal(url, WebhookUrl.Read(url, strict));

    [Fact]
    public async Task A_name_is_looked_up_once_for_a_connection_and_every_address_of_it_has_to_be_allowed()
    {
        var names = new Scripted();
        await using var world = await World.StartAsync(Host.Data.DatabaseKind.Sqlite, services => services.AddSingleton<WebhookNames>(names), settings: [("Webhooks:AllowHttp", "true"), ("Webhooks:AllowedNetworks", "127.0.0.2/32")]);
        await using var outside = await WebhookReceiver.StartAsync("127.0.0.2");
        var port = new Uri(outside.Url).Port;
        await using var inside = await WebhookReceiver.StartAsync("127.0.0.1", port);
        outside.Answer = context =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        };
        var api = await world.ResellerAsync();
        var hook = await api.HookedAsync($"http://rebinds.example:{port}/");

        names.Answers = ["127.0.0.2"];
        await TestAsync();
        Assert.Equal((1, 1), (outside.All.Count, names.Asked));
        foreach (var answers in new[] { new[] { "127.0.0.1" }, ["127.0.0.2", "127.0.0.1"], ["::ffff:127.0.0.1"], ["8.8.8.8", "169.254.169.254"], [] })
        {
            names.Answers = answers;
            await TestAsync();
        }

        Assert.Equal((1, 0), (outside.All.Count, inside.All.Count));
        var tries = (await api.DeliveriesAsync(hook)).Select(delivery => delivery.GetProperty("attempts")[0]).ToList();
        Assert.Equal(Enumerable.Repeat("The address isn't allowed.", 5), tries.Take(5).Select(attempt => attempt.Text("error")));

        async Task TestAsync()
        {
            (await api.OnHookAsync("sendTestWebhook", hook)).Worked("sendTestWebhook");
            await world.SettleAsync();
        }
    }

    [Fact]
    public async Task A_redirect_is_told_and_not_followed()
    {
        await using var world = await World.StartAsync(settings: WebhookCalls.Settings);
        await using var inside = await WebhookReceiver.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            (context.Response.StatusCode, context.Response.Headers.Location) = (307, inside.Url);
            return Task.CompletedTask;
        };
        var api = await world.ResellerAsync();
        var hook = await api.HookedAsync(receiver.Url);
        (await api.OnHookAsync("sendTestWebhook", hook)).Worked("sendTestWebhook");
        await world.SettleAsync();
        Assert.Empty(inside.All);
        Assert.StartsWith("The endpoint answered 307. Redirects aren't followed", Assert.Single(await api.DeliveriesAsync(hook)).GetProperty("attempts")[0].Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_is_never_sent_from_inside_a_transaction()
    {
        using var transport = new WebhookTransport(http, new WebhookNames());
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://shop.example/");
        using var open = Cln.Data.OpenTransaction.Begin();
        await Assert.ThrowsAsync<InvalidOperationException>(() => transport.SendAsync(request, CancellationToken.None));
    }

    private sealed class Scripted : WebhookNames
    {
        public string[] Answers { get; set; } = [];

        public int Asked { get; private set; }

        public override Task<IPAddress[]> FindAsync(string name, CancellationToken cancellation)
        {
            Asked++;
            return Task.FromResult(Answers.Select(IPAddress.Parse).ToArray());
        }
    }
}
