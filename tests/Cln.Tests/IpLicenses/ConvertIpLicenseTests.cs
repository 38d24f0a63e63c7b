using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.IpLicenses;

public sealed class ConvertIpLicenseTests(TwoResellers two) : IClassFixture<TwoResellers>
{
    [Fact]
    public async Task A_conversion_is_priced_as_removing_and_adding()
    {
        var before = await two.Mine.BalanceAsync();
        var id = await two.Mine.LicensedAsync("198.51.100.30", "IMUNIFY360_SINGLE");

        var answer = (await two.Mine.ConvertLicenseAsync(id, "IMUNIFY360_30")).Worked("convertIpLicense");

        // One day of 6.00 and 21 days of 12.00, of 30.
        Assert.Equal("8.60", (Money.Parse(before) - Money.Parse(await two.Mine.BalanceAsync())).ToString());
        Assert.Equal((id, "IMUNIFY360_30"), (answer.Text("convertIpLicense.ipLicense.id"), answer.Text("convertIpLicense.ipLicense.type.code")));
        Assert.Equal(["IMUNIFY360_30"], (await two.Mine.SendAsync("""{ licenseCheck(ip: "198.51.100.30") { code } }""")).List("licenseCheck").Select(type => type.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Converting_to_the_type_that_it_has_changes_nothing()
    {
        var id = await two.Mine.LicensedAsync("198.51.100.31", "IMUNIFY360_250");
        var balance = await two.Mine.BalanceAsync();

        (await two.Mine.ConvertLicenseAsync(id, "IMUNIFY360_250")).Worked("convertIpLicense");

        Assert.Equal(balance, await two.Mine.BalanceAsync());
    }

    [Theory]
    [InlineData("IMUNIFY360_SINGLE", "KERNELCARE", "CANNOT_CONVERT")]
    [InlineData("CLOUDLINUX_OS", "IMUNIFY360_30", "CANNOT_CONVERT")]
    [InlineData("IMUNIFY360_SINGLE", "IMUNIFY", "UNKNOWN_LICENSE_TYPE")]
    public async Task Only_types_of_one_product_become_each_other(string from, string to, string code)
    {
        var id = await two.Mine.LicensedAsync("198.51.100.32", from);
        var balance = await two.Mine.BalanceAsync();

        Assert.Equal(code, (await two.Mine.ConvertLicenseAsync(id, to)).Code("convertIpLicense"));

        Assert.Equal(balance, await two.Mine.BalanceAsync());
    }

    [Fact]
    public async Task A_type_that_is_on_the_address_already_stands_in_the_way()
    {
        var mine = await two.Mine.LicensedAsync("198.51.100.33", "IMUNIFY360_SINGLE");
        await two.Mine.LicensedAsync("198.51.100.33", "IMUNIFY360_30");
        await two.Theirs.LicensedAsync("198.51.100.33", "IMUNIFY360_250");

        Assert.Equal("CANNOT_CONVERT", (await two.Mine.ConvertLicenseAsync(mine, "IMUNIFY360_30")).Code("convertIpLicense"));
        Assert.Equal("IP_TAKEN", (await two.Mine.ConvertLicenseAsync(mine, "IMUNIFY360_250")).Code("convertIpLicense"));
    }

    [Fact]
    public async Task Another_accounts_licence_is_not_found()
    {
        var theirs = await two.Theirs.LicensedAsync("198.51.100.34", "IMUNIFY360_SINGLE");

        Assert.Equal("NOT_FOUND", (await two.Mine.ConvertLicenseAsync(theirs, "IMUNIFY360_30")).Code("convertIpLicense"));
    }

    [Fact]
    public async Task A_backup_stays_through_a_conversion_unless_the_new_type_has_none()
    {
        var id = await two.Mine.LicensedAsync("198.51.100.35", "IMUNIFY360_SINGLE");
        (await two.Mine.ActivateBackupAsync(id, 20)).Worked("activateBackup");

        Assert.Equal("BACKUP_NEEDS_IMUNIFY360", (await two.Mine.ConvertLicenseAsync(id, "IMUNIFY_AV_PLUS")).Code("convertIpLicense"));
        (await two.Mine.ConvertLicenseAsync(id, "IMUNIFY360_30")).Worked("convertIpLicense");

        var license = await two.Mine.SendAsync("query($id: ID!) { node(id: $id) { ... on IpLicense { type { code } backup { sizeGb } } } }", new { id });
        Assert.Equal(("IMUNIFY360_30", 20), (license.Text("node.type.code"), license.Number("node.backup.sizeGb")));
    }

    [EveryDatabase]
    public async Task Conversions_of_one_licence_at_once_leave_one_type_that_runs_and_is_paid_for(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var reseller = await world.ResellerAsync(login: "converter");
        var id = await reseller.LicensedAsync("198.51.100.36", "IMUNIFY360_SINGLE");

        var answers = await Task.WhenAll(new[] { "IMUNIFY360_30", "IMUNIFY360_250", "IMUNIFY360_UNLIMITED" }.Select(type => reseller.ConvertLicenseAsync(id, type)));
        Assert.All(answers, answer => answer.Worked("convertIpLicense"));
        (await reseller.RemoveLicensesAsync(id)).Worked("removeIpLicenses");

        // If a type had been left running, the next month would cost something.
        var before = await reseller.BalanceAsync();
        world.Clock.Advance(TimeSpan.FromDays(22));
        await world.RunJobsAsync();
        Assert.Equal(before, await (await world.SignInAsync("converter")).BalanceAsync());
    }
}
