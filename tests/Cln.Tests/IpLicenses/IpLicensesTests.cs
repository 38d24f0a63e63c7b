using Cln.Host.Data;
using Cln.Tests.Data;
using Cln.Tests.Servers;

namespace Cln.Tests.IpLicenses;

public sealed class IpLicensesTests
{
    private static readonly (string Ip, string Type)[] licenses =
    [
        ("9.0.0.1", "KERNELCARE"), ("10.0.0.2", "CLOUDLINUX_OS"), ("10.0.0.10", "IMUNIFY360_30"), ("100.0.0.1", "KERNELCARE"), ("2001:db8::a", "KERNELCARE"), ("2001:db8::10", "IMUNIFY_AV_PLUS"),
    ];

    [EveryDatabase]
    public async Task Every_column_orders_the_list_page_by_page_in_both_directions(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var reseller = await LicensedAsync(world);
        foreach (var (ip, hostname) in new[] { ("10.0.0.10", "a.example"), ("9.0.0.1", "c.example"), ("2001:db8::a", "b.example") })
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await world.RegisteredAsync(ip, hostname);
        }

        string[] byIp = ["9.0.0.1", "10.0.0.2", "10.0.0.10", "100.0.0.1", "2001:db8::a", "2001:db8::10"];
        await OrdersAsync(reseller, "ip", byIp, byIp.Reverse());
        await OrdersAsync(reseller, "createdAt", licenses.Select(license => license.Ip), licenses.Reverse().Select(license => license.Ip));
        await OrdersAsync(
            reseller, "type",
            ["10.0.0.2", "10.0.0.10", "2001:db8::10", "9.0.0.1", "100.0.0.1", "2001:db8::a"],
            ["9.0.0.1", "100.0.0.1", "2001:db8::a", "2001:db8::10", "10.0.0.10", "10.0.0.2"]);

        // Rows without a value come last.
        string[] without = ["10.0.0.2", "100.0.0.1", "2001:db8::10"];
        await OrdersAsync(reseller, "hostname", ["10.0.0.10", "2001:db8::a", "9.0.0.1", .. without], ["9.0.0.1", "2001:db8::a", "10.0.0.10", .. without]);
        foreach (var column in new[] { "addedAt", "lastCheckInAt" })
            await OrdersAsync(reseller, column, ["10.0.0.10", "9.0.0.1", "2001:db8::a", .. without], ["2001:db8::a", "9.0.0.1", "10.0.0.10", .. without]);
    }

    [EveryDatabase]
    public async Task Every_column_filters_the_list(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var reseller = await LicensedAsync(world);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.RegisteredAsync("10.0.0.2", "web.example");

        Assert.Equal(["10.0.0.2"], await reseller.LicensedIpsAsync("""where: { ip: { eq: "::ffff:10.0.0.2" } }"""));
        Assert.Equal(["10.0.0.10", "10.0.0.2"], await reseller.LicensedIpsAsync("""where: { ip: { in: ["10.0.0.2", "10.0.0.10", "1.1.1.1"] } }"""));
        Assert.Equal(["2001:db8::10", "10.0.0.10", "10.0.0.2"], await reseller.LicensedIpsAsync("""where: { type: { neq: "KERNELCARE" } }"""));
        Assert.Equal(["10.0.0.10"], await reseller.LicensedIpsAsync("""where: { type: { startsWith: "IMUNIFY360" } }"""));
        Assert.Equal(["10.0.0.2"], await reseller.LicensedIpsAsync("""where: { hostname: { contains: "web" } }"""));
        Assert.Equal(["10.0.0.2"], await reseller.LicensedIpsAsync("""where: { addedAt: { gte: "2026-11-10T12:00:00Z" } }"""));
        Assert.Equal(5, (await reseller.LicensedIpsAsync("where: { lastCheckInAt: { eq: null } }")).Count);
        Assert.Empty(await reseller.LicensedIpsAsync("""where: { createdAt: { lt: "2026-11-10T12:00:00Z" } }"""));
        Assert.Equal(["10.0.0.2", "9.0.0.1"], await reseller.LicensedIpsAsync("""where: { or: [{ hostname: { neq: null } }, { ip: { eq: "9.0.0.1" } }] }"""));
    }

    [EveryDatabase]
    public async Task A_search_finds_parts_of_addresses_and_hostnames(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var reseller = await LicensedAsync(world);
        await world.RegisteredAsync("9.0.0.1", "shop_10.example");

        Assert.Equal(["10.0.0.10", "10.0.0.2"], await reseller.LicensedIpsAsync("""search: "10.0." """));
        Assert.Equal(["2001:db8::a"], await reseller.LicensedIpsAsync("""search: " 2001:0DB8:0::A " """));
        Assert.Equal(["2001:db8::10", "2001:db8::a"], await reseller.LicensedIpsAsync("""search: "2001:DB8" """));
        Assert.Equal(["9.0.0.1"], await reseller.LicensedIpsAsync("""search: "SHOP" """));
        Assert.Equal(["9.0.0.1"], await reseller.LicensedIpsAsync("""search: "p_1" """));
        Assert.Empty(await reseller.LicensedIpsAsync("""search: "0_0" """));
        Assert.Empty(await reseller.LicensedIpsAsync("""search: "%" """));
        Assert.Equal(6, (await reseller.LicensedIpsAsync("""search: " " """)).Count);
        Assert.Equal(["10.0.0.2"], await reseller.LicensedIpsAsync("""search: "10.0.", where: { type: { eq: "CLOUDLINUX_OS" } }"""));
    }

    [Fact]
    public async Task A_list_costs_as_many_commands_for_two_rows_as_for_a_hundred()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync("platinum");
        var added = await reseller.AddLicensesAsync(Enumerable.Range(1, 100).Select(i => ($"198.51.100.{i}", "IMUNIFY360_SINGLE")));
        foreach (var result in added.Worked("addIpLicenses").List("addIpLicenses.addIpLicenseResults").Take(3))
            (await reseller.ActivateBackupAsync(result.GetProperty("ipLicense").GetProperty("id").GetString()!, 10)).Worked("activateBackup");
        const string list = "query($first: Int!) { ipLicenses(first: $first, order: [{ ip: ASC }]) { totalCount nodes { id ip hostname type { code name } monthlyPrice backup { sizeGb managementUrl } } } }";
        await reseller.SendAsync(list, new { first = 2 });

        var (two, hundred) = (0, 0);
        using (var count = CommandCount.Of(world))
        {
            (await reseller.SendAsync(list, new { first = 2 })).Worked();
            two = count.Commands;
        }

        using (var count = CommandCount.Of(world))
        {
            var answer = (await reseller.SendAsync(list, new { first = 100 })).Worked();
            hundred = count.Commands;
            Assert.Equal(100, answer.List("ipLicenses.nodes").Count);
            Assert.Equal(3, answer.List("ipLicenses.nodes").Count(node => node.GetProperty("backup").ValueKind != System.Text.Json.JsonValueKind.Null));
        }

        Assert.True(two > 0);
        Assert.Equal(two, hundred);
    }

    [Fact]
    public async Task A_reseller_lists_its_own_and_an_operator_lists_a_resellers()
    {
        await using var world = await World.StartAsync();
        var (mine, theirs) = (await world.ResellerAsync(), await world.ResellerAsync());
        var id = await mine.LicensedAsync("198.51.100.1");
        await theirs.LicensedAsync("198.51.100.2");

        Assert.Equal(["198.51.100.1"], await mine.LicensedIpsAsync("first: 10"));
        var own = (await mine.SendAsync("{ reseller { ipLicenses { nodes { ip } } } }")).Worked();
        Assert.Equal("198.51.100.1", own.Text("reseller.ipLicenses.nodes.0.ip"));
        Assert.True((await theirs.SendAsync("query($id: ID!) { node(id: $id) { id } }", new { id })).IsNull("node"));
        Assert.Equal(["UNAUTHENTICATED"], (await world.Anonymous().SendAsync("{ ipLicenses { totalCount } }")).Codes);
    }

    private static async Task<Api> LicensedAsync(World world)
    {
        var reseller = await world.ResellerAsync();
        foreach (var (ip, type) in licenses)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await reseller.LicensedAsync(ip, type);
        }

        return reseller;
    }

    /// <summary>Turns all pages of two rows, forwards by the cursors, and compares.</summary>
    private static async Task OrdersAsync(Api reseller, string column, IEnumerable<string> ascending, IEnumerable<string> descending)
    {
        foreach (var (direction, expected) in new[] { ("ASC", ascending), ("DESC", descending) })
        {
            List<string> seen = [];
            string? after = null;
            do
            {
                var page = (await reseller.SendAsync(
                    $"query($after: String) {{ ipLicenses(first: 2, after: $after, order: [{{ {column}: {direction} }}]) {{ nodes {{ ip }} pageInfo {{ hasNextPage endCursor }} }} }}", new { after })).Worked();
                seen.AddRange(page.List("ipLicenses.nodes").Select(node => node.GetProperty("ip").GetString()!));
                after = page.At("ipLicenses.pageInfo.hasNextPage").GetBoolean() ? page.Text("ipLicenses.pageInfo.endCursor") : null;
            }
            while (after is not null);

            Assert.Equal((column, direction, string.Join(' ', expected)), (column, direction, string.Join(' ', seen)));
        }
    }
}
