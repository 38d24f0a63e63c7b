using Cln.Tests.Servers;

namespace Cln.Tests.IpLicenses;

public sealed class RemoveIpLicensesTests(TwoResellers two) : IClassFixture<TwoResellers>
{
    [Fact]
    public async Task Removed_licences_are_answered_as_they_were_and_credited()
    {
        var before = await two.Mine.BalanceAsync();
        var (one, other) = (await two.Mine.LicensedAsync("198.51.100.20"), await two.Mine.LicensedAsync("198.51.100.20", "CLOUDLINUX_OS"));

        var answer = (await two.Mine.RemoveLicensesAsync(other, one, other)).Worked("removeIpLicenses");

        Assert.Equal(["CLOUDLINUX_OS", "KERNELCARE"], answer.List("removeIpLicenses.ipLicenses").Select(license => license.GetProperty("type").GetProperty("code").GetString()));
        Assert.Empty(await two.Mine.LicensedIpsAsync("""search: "198.51.100.20" """));

        // Today is paid: a thirtieth of 1.95 and of 9.00.
        Assert.Equal("0.36", (Money.Parse(before) - Money.Parse(await two.Mine.BalanceAsync())).ToString());
    }

    [Fact]
    public async Task Removing_and_adding_again_on_one_day_costs_nothing_more()
    {
        var id = await two.Mine.LicensedAsync("198.51.100.21");
        var paid = await two.Mine.BalanceAsync();

        for (var times = 0; times < 3; times++)
        {
            (await two.Mine.RemoveLicensesAsync(id)).Worked("removeIpLicenses");
            id = await two.Mine.LicensedAsync("198.51.100.21");
        }

        Assert.Equal(paid, await two.Mine.BalanceAsync());
    }

    [Fact]
    public async Task One_id_that_is_not_yours_removes_none()
    {
        var mine = await two.Mine.LicensedAsync("198.51.100.22");
        var theirs = await two.Theirs.LicensedAsync("198.51.100.23");

        var answer = await two.Mine.RemoveLicensesAsync(mine, theirs);

        Assert.Equal("NOT_FOUND", answer.Code("removeIpLicenses"));
        Assert.Contains("ids[1]", answer.Text("removeIpLicenses.errors.0.message"), StringComparison.Ordinal);
        Assert.Equal(["198.51.100.22"], await two.Mine.LicensedIpsAsync("""search: "198.51.100.22" """));
        Assert.Equal(["198.51.100.23"], await two.Theirs.LicensedIpsAsync("""search: "198.51.100.23" """));
    }

    [Fact]
    public async Task An_id_of_another_type_is_no_licence() =>
        Assert.Equal("INVALID_ID", (await two.Mine.RemoveLicensesAsync(Convert.ToBase64String("Server:1"u8))).Code("removeIpLicenses"));

    [Fact]
    public async Task A_server_is_unregistered_with_the_last_licence_of_its_address()
    {
        var (one, other) = (await two.Mine.LicensedAsync("198.51.100.24"), await two.Mine.LicensedAsync("198.51.100.24", "CLOUDLINUX_OS"));
        await two.World.RegisteredAsync("198.51.100.24", "last.example");

        (await two.Mine.RemoveLicensesAsync(one)).Worked("removeIpLicenses");
        Assert.Contains("last.example", await two.Mine.HostnamesAsync());

        (await two.Mine.RemoveLicensesAsync(other)).Worked("removeIpLicenses");
        Assert.DoesNotContain("last.example", await two.Mine.HostnamesAsync());
    }

    [Fact]
    public async Task A_server_with_a_key_stays_when_the_licence_of_its_address_goes()
    {
        var id = await two.Mine.LicensedAsync("198.51.100.25");
        await two.World.RegisteredAsync("198.51.100.25", "keyed.example", await two.Mine.KeyAsync("stays"));

        (await two.Mine.RemoveLicensesAsync(id)).Worked("removeIpLicenses");

        Assert.Contains("keyed.example", await two.Mine.HostnamesAsync());
    }

    [Fact]
    public async Task The_same_removal_twice_at_once_credits_once()
    {
        var before = await two.Mine.BalanceAsync();
        var id = await two.Mine.LicensedAsync("198.51.100.26", "CLOUDLINUX_OS");

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => two.Mine.RemoveLicensesAsync(id)));

        Assert.Equal(4, answers.Count(answer => answer.Code("removeIpLicenses") == "NOT_FOUND"));
        Assert.Equal("0.30", (Money.Parse(before) - Money.Parse(await two.Mine.BalanceAsync())).ToString());
    }
}
