namespace Cln.Tests.Servers;

public sealed class SilentServersTests
{
    [Fact]
    public async Task A_server_is_silent_when_it_has_not_checked_in_for_so_many_days()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        foreach (var ip in new[] { "198.51.100.1", "198.51.100.2" })
            (await reseller.SendAsync("mutation($ip: IpAddress!) { addIpLicense(input: { ip: $ip, type: \"KERNELCARE\" }) { errors { ... on Error { code } } } }", new { ip })).Worked("addIpLicense");
        await world.RegisteredAsync("198.51.100.1", "quiet.example");
        var talking = await world.RegisteredAsync("198.51.100.2", "talking.example");

        world.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal("OK", await world.VerdictAsync("198.51.100.2", talking));
        Assert.Equal(["quiet.example"], await SilentAsync(reseller, days: 7));
        Assert.Empty(await SilentAsync(reseller, days: 9));
        Assert.Equal(["INVALID_INPUT"], (await reseller.SendAsync("{ reseller { silentServers(days: 0) { totalCount } } }")).Codes);
    }

    private static async Task<IReadOnlyList<string?>> SilentAsync(Api reseller, int days) =>
        [.. (await reseller.SendAsync("query($days: Int!) { reseller { silentServers(days: $days) { nodes { hostname } } } }", new { days })).Worked().List("reseller.silentServers.nodes").Select(node => node.GetProperty("hostname").GetString())];
}
