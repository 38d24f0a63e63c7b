namespace Cln.Tests.Spacewalk;

public sealed class KeysTests
{
    [Fact]
    public async Task A_key_is_the_resellers_number_and_32_hexadecimal_digits_and_costs_nothing()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 0);
        var number = await reseller.NumberAsync();

        var keys = new[] { await reseller.KeyAsync(id), await reseller.KeyAsync(id) };

        Assert.All(keys, key => Assert.Matches($@"^{number}-[0-9a-f]{{32}}\z", key.Token));
        Assert.NotEqual(keys[0].Token, keys[1].Token);
        Assert.Equal("1000.00", await reseller.BalanceAsync());
    }

    [Fact]
    public async Task The_same_call_with_the_same_idempotency_key_creates_one_key()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 0);
        var name = World.Key();

        var tokens = new[] { await reseller.CreateKeyAsync(id, name), await reseller.CreateKeyAsync(id, name) }.Select(answer => answer.Worked("createKey").Text("createKey.key.token"));

        Assert.Single(tokens.Distinct());
    }

    [Fact]
    public async Task A_removed_key_unregisters_its_own_servers_and_leaves_the_limit()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 2);
        var (removed, kept) = (await reseller.KeyAsync(id), await reseller.KeyAsync(id));
        var web1 = (await world.RegisterAsync(removed.Token, "web1.shop.example")).Worked("registerServer");
        var web2 = (await world.RegisterAsync(kept.Token, "web2.shop.example")).Worked("registerServer");
        var before = await reseller.BalanceAsync();

        var answer = (await reseller.RemoveKeyAsync(removed.Id)).Worked("removeKey");

        Assert.Equal(removed.Token, answer.Text("removeKey.key.token"));
        Assert.Equal("web1.shop.example", Assert.Single(answer.List("removeKey.unregisteredServers")).GetProperty("hostname").GetString());
        Assert.Equal("KEY_REMOVED", await world.CheckInAsync(web1));
        Assert.Equal("OK", await world.CheckInAsync(web2));
        Assert.Equal("KEY_UNKNOWN", (await world.RegisterAsync(removed.Token, "web3.shop.example")).Code("registerServer"));
        Assert.Equal((2, 1, "24.00"), await reseller.SummaryAsync());
        Assert.Equal(before, await reseller.BalanceAsync());
        Assert.Equal("NOT_FOUND", (await reseller.RemoveKeyAsync(removed.Id)).Code("removeKey"));
    }

    [Fact]
    public async Task A_key_shows_its_servers_and_a_server_its_key()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 2);
        var key = await reseller.KeyAsync(id);
        var server = (await world.RegisterAsync(key.Token, "web1.shop.example")).Worked("registerServer").Text("registerServer.server.id");

        var seen = (await reseller.SendAsync(
            "query($key: ID!, $server: ID!) { key: node(id: $key) { ... on Key { usage servers { totalCount nodes { id } } } } server: node(id: $server) { ... on Server { key { token serverAccount { login limit used } } } } }",
            new { key = key.Id, server })).Worked();

        Assert.Equal((1, 1), (seen.Number("key.usage"), seen.Number("key.servers.totalCount")));
        Assert.Equal(server, seen.Text("key.servers.nodes.0.id"));
        Assert.Equal(key.Token, seen.Text("server.key.token"));
        Assert.Equal((2, 1), (seen.Number("server.key.serverAccount.limit"), seen.Number("server.key.serverAccount.used")));
    }
}
