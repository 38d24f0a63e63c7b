using System.Net;
using System.Net.WebSockets;
using Cln.Host.Access;

namespace Cln.Tests.Access;

public sealed class AllowedAddressesTests
{
    [Theory]
    [InlineData("203.0.113.0/24", "203.0.113.0/24")]
    [InlineData("203.0.113.7", "203.0.113.7/32")]
    [InlineData(" 2001:DB8:0::/32 ", "2001:db8::/32")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("::ffff:203.0.113.0/120", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7/32")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("::/0", "::/0")]
    public void A_network_has_one_form(string text, string form) => Assert.Equal(form, AllowedAddresses.Read([text]));

    [Theory]
    [InlineData("")]
    [InlineData("shop.example")]
    [InlineData("203.0.113.0/33")]
    [InlineData("203.0.113.0/-1")]
    [InlineData("203.0.113.0/24/8")]
    [InlineData("203.0.113/24")]
    [InlineData("2001:db8::/129")]
    [InlineData("::ffff:203.0.113.0/95")]
    [InlineData("fe80::1%eth0/64")]
    public void What_is_no_network_is_refused(string text) => Assert.Throws<InvalidInput>(() => AllowedAddresses.Read([text]));

    [Fact]
    public void A_network_with_bits_behind_its_prefix_is_told_as_it_is_meant() =>
        Assert.Contains("Do you mean 203.0.112.0/23?", Assert.Throws<InvalidInput>(() => AllowedAddresses.Read(["203.0.113.7/23"])).Message, StringComparison.Ordinal);

    [Fact]
    public void There_are_at_most_twenty()
    {
        AllowedAddresses.Read([.. Enumerable.Range(0, 20).Select(number => $"203.0.113.{number}")]);
        Assert.Throws<InvalidInput>(() => AllowedAddresses.Read([.. Enumerable.Range(0, 21).Select(number => $"203.0.113.{number}")]));
    }

    [Theory]
    [InlineData("203.0.113.0/24", "203.0.113.255", true)]
    [InlineData("203.0.113.0/24", "203.0.114.0", false)]
    [InlineData("203.0.113.0/24", "::ffff:203.0.113.9", true)]
    [InlineData("203.0.113.0/24", "::ffff:203.0.114.9", false)]
    [InlineData("203.0.113.0/24", "2001:db8::1", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("::/0", "203.0.113.9", false)]
    [InlineData("198.51.100.7/32 2001:db8::/32", "198.51.100.7", true)]
    [InlineData("", "203.0.113.9", true)]
    public void A_caller_is_in_a_network_or_not(string networks, string caller, bool allowed) => Assert.Equal(allowed, AllowedAddresses.Allow(networks, IPAddress.Parse(caller)));

    [Fact]
    public void Who_calls_from_nobody_knows_where_is_in_no_network() => Assert.False(AllowedAddresses.Allow("0.0.0.0/0", caller: null));

    [Fact]
    public async Task A_call_from_elsewhere_is_refused_with_the_address_and_stands_in_the_audit_log_once_a_minute()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var (id, secret) = await admin.TokenAsync(addresses: ["203.0.113.0/24", "2001:db8::/32"]);

        foreach (var inside in new[] { "203.0.113.7", "::ffff:203.0.113.7", "2001:db8::7" }) (await world.With(secret, inside).SendAsync("{ balance { amount } }")).Worked();
        foreach (var outside in new[] { "203.0.114.7", "::ffff:203.0.114.7", "2001:db9::7" })
        {
            var refused = await world.With(secret, outside).SendAsync("{ balance { amount } }");
            Assert.Equal((403, "TOKEN_ADDRESS_NOT_ALLOWED"), (refused.Status, Assert.Single(refused.Codes)));
            Assert.Contains(outside.Replace("::ffff:", "", StringComparison.Ordinal), refused.Json.ToString(), StringComparison.Ordinal);
        }

        await world.SettleAsync();
        var entry = Assert.Single((await admin.SendAsync("{ auditLog(where: { code: { eq: \"TOKEN_ADDRESS_NOT_ALLOWED\" } }) { nodes { action outcome address principal subjects } } }")).Worked().List("auditLog.nodes"));
        Assert.Equal(("useApiToken", "REFUSED", "203.0.114.7", id), (entry.GetProperty("action").GetString(), entry.GetProperty("outcome").GetString(), entry.GetProperty("address").GetString(), entry.GetProperty("subjects")[0].GetString()));

        (await admin.UpdateTokenAsync(id, addresses: [])).Worked("updateApiToken");
        (await world.With(secret, "203.0.114.7").SendAsync("{ balance { amount } }")).Worked();
    }

    [Fact]
    public async Task A_socket_from_elsewhere_is_refused_by_its_first_message_and_by_its_handshake()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var (_, near) = await admin.TokenAsync(addresses: ["127.0.0.0/8"]);
        await using var listener = await world.With(near).SubscribeAsync("subscription { balanceChanged { amount } }");
        Assert.Single(await listener.AtLeastAsync(1));

        var (_, far) = await admin.TokenAsync(addresses: ["203.0.113.0/24"]);
        var closed = await Assert.ThrowsAsync<WebSocketException>(() => world.With(far).SubscribeAsync("subscription { balanceChanged { amount } }"));
        Assert.Contains("4403 TOKEN_ADDRESS_NOT_ALLOWED: This API token may not be used from 127.0.0.1.", closed.Message, StringComparison.Ordinal);

        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Authorization", $"Bearer {far}");
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(world.Address) { Scheme = "ws", Path = "/graphql" }.Uri, CancellationToken.None));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }
}
