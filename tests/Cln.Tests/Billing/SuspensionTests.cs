using Cln.Billing;
using Cln.Tests.IpLicenses;
using Cln.Tests.Servers;
using Cln.Tests.Spacewalk;

namespace Cln.Tests.Billing;

/// <summary>What being suspended means, and in which order it comes.</summary>
public sealed class SuspensionTests
{
    [Fact]
    public async Task The_order_is_the_resellers_own_and_the_preview_tells_it()
    {
        await using var world = await World.StartAsync();
        var api = await world.ShortResellerAsync(owes: "5.00");
        Assert.Equal(["4"], await api.PreviewAsync("-2.95"));
        Assert.Empty(await api.PreviewAsync("0.00"));

        (await api.SetSuspensionOrderAsync(Key(2), Key(4))).Worked("setSuspensionOrder");

        Assert.Equal(["2", "4", "3", "1"], await api.PreviewAsync("-1000.00"));
        Assert.Equal([Key(2), Key(4)], (await api.SendAsync("{ suspensionOrder }")).Worked().List("suspensionOrder").Select(key => key.GetString()));
        await world.PassDaysAsync(7);
        Assert.Equal([2, 4], await api.SuspendedAsync());
        (await api.SetSuspensionOrderAsync()).Worked("setSuspensionOrder");
        Assert.Equal(["3", "1"], await api.PreviewAsync("-1000.00"));
    }

    [Theory]
    [InlineData("ip/198.51.100.9/KERNELCARE")]
    [InlineData("ip/198.51.100.1/KERNELCARE ip/198.51.100.1/KERNELCARE")]
    public async Task An_order_of_what_one_does_not_have_or_names_twice_is_refused(string keys)
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await api.LicensedAsync(ShortWorld.Ip(1));

        Assert.Equal("INVALID_INPUT", (await api.SetSuspensionOrderAsync(keys.Split(' '))).Code("setSuspensionOrder"));
    }

    [Fact]
    public async Task A_suspended_licence_admits_no_server_and_what_is_registered_comes_back_by_itself()
    {
        await using var world = await World.StartAsync();
        var api = await world.ShortResellerAsync(owes: "1.00");
        var server = await world.RegisteredAsync(ShortWorld.Ip(4), "web.example");
        await world.PassDaysAsync(7);

        Assert.Equal("LICENSE_SUSPENDED", await world.VerdictAsync(ShortWorld.Ip(4), server));
        Assert.Equal("LICENSE_SUSPENDED", (await world.At(ShortWorld.Ip(4)).RegisterAsync("other.example")).Code("registerServer"));
        Assert.Empty((await world.Anonymous().SendAsync("{ licenseCheck(ip: \"198.51.100.4\") { code } }")).Worked().List("licenseCheck"));
        Assert.Equal("OK", await world.VerdictAsync(ShortWorld.Ip(3), await world.RegisteredAsync(ShortWorld.Ip(3), "web3.example")));

        (await api.TopUpAsync("50.00")).Worked("topUp");
        await world.SettleAsync();
        Assert.Equal("OK", await world.VerdictAsync(ShortWorld.Ip(4), server));
    }

    [Fact]
    public async Task Another_licence_of_the_address_admits_its_server()
    {
        await using var world = await World.StartAsync();
        var api = await world.ShortResellerAsync(owes: "1.00");
        await world.PassDaysAsync(7);
        var other = await world.ResellerAsync();
        await other.LicensedAsync(ShortWorld.Ip(4), "CLOUDLINUX_OS");

        var server = await world.RegisteredAsync(ShortWorld.Ip(4), "web.example");

        Assert.Equal("OK", await world.VerdictAsync(ShortWorld.Ip(4), server));
        Assert.Equal([4], await api.SuspendedAsync());
    }

    [Fact]
    public async Task A_suspended_licence_is_not_converted_but_can_be_removed_and_that_credits_nothing()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var id = await api.LicensedAsync(ShortWorld.Ip(1), "IMUNIFY360_SINGLE");
        await world.OweAsync(api, "5.00");
        await world.PassDaysAsync(7);
        var balance = await api.BalanceAsync();

        Assert.Equal("LICENSE_SUSPENDED", (await api.ConvertLicenseAsync(id, "IMUNIFY360_30")).Code("convertIpLicense"));
        (await api.RemoveLicensesAsync(id)).Worked("removeIpLicenses");

        Assert.Equal(balance, await api.BalanceAsync());
        await world.PassDaysAsync(40);
        Assert.Equal(balance, await api.BalanceAsync());
    }

    [Fact]
    public async Task A_server_account_is_suspended_whole_and_its_limit_of_then_is_charged_when_it_returns()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var key = await api.KeyAsync("shop", limit: 3);
        var server = await world.RegisterAsync(key, "web1.shop.example");
        await world.OweAsync(api, "1.00");
        await world.PassDaysAsync(7);

        Assert.Equal("LICENSE_SUSPENDED", await world.CheckInAsync(server));
        Assert.Equal("LICENSE_SUSPENDED", (await world.RegisterAsync(key, "web2.shop.example")).Code("registerServer"));
        var account = (await api.SendAsync("{ serverAccount(login: \"shop\") { id suspendedAt } }")).Worked();
        Assert.Equal("2026-11-17T12:00:00.000Z", account.Text("serverAccount.suspendedAt"));

        // 3 times 13 of 30 days of 12.00 were credited; 2 times as much are charged again.
        Assert.Equal("14.60", await api.BalanceAsync());
        (await api.SetLimitAsync(account.Text("serverAccount.id"), 2)).Worked("updateServerAccount");
        Assert.Equal("14.60", await api.BalanceAsync());
        await world.RunJobAsync<LookAtShortfalls>();
        await world.SettleAsync();
        Assert.Equal("4.20", await api.BalanceAsync());
        Assert.Equal("OK", await world.CheckInAsync(server));
    }

    [Fact]
    public async Task Nothing_is_bought_on_credit_while_money_is_missing()
    {
        await using var world = await World.StartAsync();
        var api = await world.ShortResellerAsync(owes: "5.00");
        await api.CardAsync("pm_card_failsForLackOfFunds", makeCurrent: true);
        (await api.SaveAutopaymentAsync("AUTO_REPAY")).Worked("saveAutopayment");

        Assert.Equal("INSUFFICIENT_FUNDS", (await api.AddLicenseAsync(ShortWorld.Ip(9))).Code("addIpLicense"));
    }

    [Fact]
    public async Task A_backup_outlives_the_suspension_of_its_licence()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var id = await api.LicensedAsync(ShortWorld.Ip(1), "IMUNIFY360_SINGLE");
        (await api.ActivateBackupAsync(id, 20)).Worked("activateBackup");
        await world.OweAsync(api, "1.00");
        await world.PassDaysAsync(7);

        Assert.Equal(["ip/198.51.100.1/IMUNIFY360_SINGLE"], (await api.SendAsync("{ suspension { suspended { key } } }")).Worked().List("suspension.suspended").Select(item => item.GetProperty("key").GetString()));
        Assert.Equal(20, (await api.SendAsync("query($id: ID!) { node(id: $id) { ... on IpLicense { backup { sizeGb } } } }", new { id })).Worked().Number("node.backup.sizeGb"));
    }

    [Fact]
    public async Task Listeners_hear_of_suspension_and_restoration()
    {
        await using var world = await World.StartAsync();
        var api = await world.ShortResellerAsync(owes: "1.00");
        await using var listener = await api.SubscribeAsync("subscription { ipLicensesChanged { kind ip } }");
        await world.PassDaysAsync(7);
        (await api.TopUpAsync("50.00")).Worked("topUp");
        await world.SettleAsync();

        var heard = await listener.AtLeastAsync(2);

        Assert.Equal(["SUSPENDED 198.51.100.4", "RESTORED 198.51.100.4"], heard.Select(data => $"{data.GetProperty("ipLicensesChanged").GetProperty("kind")} {data.GetProperty("ipLicensesChanged").GetProperty("ip")}"));
    }

    private static string Key(int number) => $"ip/{ShortWorld.Ip(number)}/KERNELCARE";
}
