using System.Text.Json;
using Cln.Data;
using Cln.Servers;
using Cln.Tests.IpLicenses;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Servers;

public sealed class ServersTests
{
    [Fact]
    public async Task A_reseller_lists_its_servers_in_any_order_and_nobody_elses()
    {
        await using var world = await World.StartAsync();
        var (mine, theirs) = (await world.ResellerAsync(), await world.ResellerAsync());
        foreach (var (ip, hostname) in new[] { ("198.51.100.1", "b.example"), ("198.51.100.2", "a.example"), ("198.51.100.3", "c.example") })
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await mine.LicensedAsync(ip);
            await world.RegisteredAsync(ip, hostname);
        }

        Assert.Equal(["c.example", "a.example", "b.example"], await mine.HostnamesAsync());
        Assert.Empty(await theirs.HostnamesAsync());
        Assert.Equal("a.example", (await mine.SendAsync("{ reseller { servers(first: 1, order: [{ hostname: ASC }]) { nodes { hostname } } } }")).Text("reseller.servers.nodes.0.hostname"));
        Assert.Equal("b.example", (await mine.SendAsync("{ reseller { servers(first: 1, order: [{ lastCheckInAt: ASC }]) { nodes { hostname } } } }")).Text("reseller.servers.nodes.0.hostname"));
        Assert.Equal(1, (await mine.SendAsync("""{ reseller { servers(where: { hostname: { startsWith: "c" } }) { totalCount } } }""")).Number("reseller.servers.totalCount"));
    }

    [Fact]
    public async Task A_subscriber_hears_of_its_own_servers_as_they_register_and_check_in()
    {
        await using var world = await World.StartAsync();
        var (mine, theirs) = (await world.ResellerAsync(), await world.ResellerAsync());
        await mine.LicensedAsync("198.51.100.1");
        await theirs.LicensedAsync("198.51.100.2");
        await using var subscriber = await mine.SubscribeAsync("subscription { serverCheckedIn { hostname kernel } }");
        await HeardSomethingAsync(world, subscriber);

        await world.RegisteredAsync("198.51.100.2", "theirs.example");
        var server = await world.RegisteredAsync("198.51.100.1", "web.example");
        await world.At("198.51.100.1").CheckInAsync(server, "web.example", "6.12.0");

        var heard = subscriber.Heard;
        while (Told(heard).Count() < 2) heard = await subscriber.AtLeastAsync(heard.Count + 1);
        Assert.Equal([("web.example", null), ("web.example", "6.12.0")], Told(heard));
    }

    [Fact]
    public async Task Servers_that_were_unregistered_half_a_year_ago_are_forgotten()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync(login: "forgetful");
        var gone = await reseller.LicensedAsync("198.51.100.1");
        await reseller.LicensedAsync("198.51.100.2");
        var server = await world.RegisteredAsync("198.51.100.1", "gone.example");
        await world.RegisteredAsync("198.51.100.2", "kept.example");
        (await reseller.RemoveLicensesAsync(gone)).Worked("removeIpLicenses");

        world.Clock.Advance(ForgetUnregistered.Kept);
        await ForgetAsync(world);
        Assert.Equal(2, await RowsAsync(world));

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await ForgetAsync(world);
        Assert.Equal(1, await RowsAsync(world));
        Assert.Equal("SERVER_UNKNOWN", await world.VerdictAsync("198.51.100.1", server));
        Assert.Equal(["kept.example"], await (await world.SignInAsync("forgetful")).HostnamesAsync());
    }

    private static IEnumerable<(string?, string?)> Told(IEnumerable<JsonElement> heard) =>
        from server in heard.Select(data => data.GetProperty("serverCheckedIn"))
        let hostname = server.GetProperty("hostname").GetString()
        where hostname != "knock.example"
        select (hostname, server.GetProperty("kernel").GetString());

    // A subscription has begun when it tells the first thing.
    private static async Task HeardSomethingAsync(World world, Subscriber subscriber)
    {
        while (subscriber.Heard.Count == 0)
        {
            await world.RegisteredAsync("198.51.100.1", "knock.example");
            await Task.Delay(20);
        }
    }

    private static async Task ForgetAsync(World world)
    {
        await using var scope = world.PlatformScope();
        await scope.ServiceProvider.GetRequiredService<ForgetUnregistered>().RunAsync(CancellationToken.None);
    }

    private static async Task<int> RowsAsync(World world)
    {
        await using var scope = world.PlatformScope();
        return await scope.ServiceProvider.GetRequiredService<ClnDbContext>().Servers.WithUnregistered().CountAsync();
    }
}
