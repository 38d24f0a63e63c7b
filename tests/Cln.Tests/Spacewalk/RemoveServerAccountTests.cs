namespace Cln.Tests.Spacewalk;

public sealed class RemoveServerAccountTests
{
    [Fact]
    public async Task Its_keys_and_servers_go_with_it_and_the_rest_of_the_month_is_credited()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 3);
        var kept = await reseller.AccountAsync("shop", 1);
        var (first, second, other) = (await reseller.KeyAsync(id), await reseller.KeyAsync(id), await reseller.KeyAsync(kept));
        var web1 = (await world.RegisterAsync(first.Token, "web1.shop.example")).Worked("registerServer");
        (await world.RegisterAsync(second.Token, "web2.shop.example")).Worked("registerServer");
        var shop = (await world.RegisterAsync(other.Token, "web1.shop.example")).Worked("registerServer");

        var removed = (await reseller.RemoveAccountAsync(id)).Worked("removeServerAccount");

        Assert.EndsWith("-web", removed.Text("removeServerAccount.serverAccount.login"), StringComparison.Ordinal);
        Assert.Equal(["web1.shop.example", "web2.shop.example"], removed.List("removeServerAccount.unregisteredServers").Select(server => server.GetProperty("hostname").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("KEY_REMOVED", await world.CheckInAsync(web1));
        Assert.Equal("OK", await world.CheckInAsync(shop));
        Assert.Equal("KEY_UNKNOWN", (await world.RegisterAsync(first.Token, "web3.shop.example")).Code("registerServer"));
        Assert.Equal((1, 0, "12.00"), await reseller.SummaryAsync());

        // 4 × 12.00 × 21 / 30 were charged, and 3 × 12.00 × 20 / 30 come back.
        Assert.Equal("990.40", await reseller.BalanceAsync());
        Assert.Equal("NOT_FOUND", (await reseller.RemoveAccountAsync(id)).Code("removeServerAccount"));
    }

    [Fact]
    public async Task What_happened_is_told_in_order()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 1);
        var key = await reseller.KeyAsync(id);
        (await world.RegisterAsync(key.Token, "web1.shop.example")).Worked("registerServer");
        (await reseller.RemoveKeyAsync(key.Id)).Worked("removeKey");
        (await reseller.SetLimitAsync(id, 0)).Worked("updateServerAccount");
        (await reseller.RemoveAccountAsync(id)).Worked("removeServerAccount");

        var events = (await reseller.SendAsync("{ events(first: 100) { nodes { type } } }")).Worked().List("events.nodes").Select(node => node.GetProperty("type").GetString());

        Assert.Equal(
            ["ServerAccountAdded", "KeyCreated", "ServerRegistered", "ServerUnregistered", "KeyRemoved", "ServerAccountUpdated", "ServerAccountRemoved"],
            events.Where(type => type!.Contains("Server", StringComparison.Ordinal) || type.Contains("Key", StringComparison.Ordinal)));
    }
}
