using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.IpLicenses;

public sealed class AddIpLicenseTests(TwoResellers two) : IClassFixture<TwoResellers>
{
    [Fact]
    public async Task A_new_licence_has_no_server_and_is_charged_for_the_days_left()
    {
        var before = Money.Parse(await two.Mine.BalanceAsync());

        var answer = (await two.Mine.AddLicenseAsync("198.51.100.1", "IMUNIFY360_30")).Worked("addIpLicense");

        // 21 of November's 30 days of 12.00.
        Assert.Equal("8.40", (before - Money.Parse(await two.Mine.BalanceAsync())).ToString());
        Assert.Equal(("198.51.100.1", "12.00", "IMUNIFY360_30"), (answer.Text("addIpLicense.ipLicense.ip"), answer.Text("addIpLicense.ipLicense.monthlyPrice"), answer.Text("addIpLicense.ipLicense.type.code")));
        Assert.All(["hostname", "addedAt", "lastCheckInAt"], field => Assert.True(answer.IsNull($"addIpLicense.ipLicense.{field}")));
        Assert.Equal("2026-11-10T12:00:00.000Z", answer.Text("addIpLicense.ipLicense.createdAt"));
    }

    [Fact]
    public async Task Licensing_what_you_own_answers_the_licence_and_costs_nothing()
    {
        var first = await two.Mine.LicensedAsync("2001:db8::2");
        var before = await two.Mine.BalanceAsync();

        var again = (await two.Mine.AddLicenseAsync("2001:0DB8:0:0::0002")).Worked("addIpLicense");

        Assert.Equal(first, again.Text("addIpLicense.ipLicense.id"));
        Assert.Equal(before, await two.Mine.BalanceAsync());
    }

    [Fact]
    public async Task Several_types_sit_on_one_address_of_several_accounts()
    {
        await two.Mine.LicensedAsync("198.51.100.3", "KERNELCARE");
        await two.Mine.LicensedAsync("198.51.100.3", "CLOUDLINUX_OS");
        await two.Theirs.LicensedAsync("198.51.100.3", "IMUNIFY_AV_PLUS");

        Assert.Equal(["198.51.100.3", "198.51.100.3"], await two.Mine.LicensedIpsAsync("""where: { ip: { eq: "198.51.100.3" } }"""));
    }

    [Fact]
    public async Task A_type_that_another_account_has_on_the_address_is_taken_and_nobody_is_named()
    {
        await two.Theirs.LicensedAsync("198.51.100.4");
        var before = await two.Mine.BalanceAsync();

        var answer = await two.Mine.AddLicenseAsync("::ffff:198.51.100.4");

        Assert.Equal("IP_TAKEN", answer.Code("addIpLicense"));
        var message = answer.Text("addIpLicense.errors.0.message");
        Assert.Contains("198.51.100.4 is licensed for KernelCare by another account", message, StringComparison.Ordinal);
        Assert.DoesNotContain("reseller", message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, await two.Mine.BalanceAsync());
    }

    [Theory]
    [InlineData("1.1.1.1.1", "KERNELCARE", "INVALID_IP_ADDRESS")]
    [InlineData("", "KERNELCARE", "INVALID_IP_ADDRESS")]
    [InlineData("198.51.100.5/32", "KERNELCARE", "INVALID_IP_ADDRESS")]
    [InlineData("198.51.100.5", "WINDOWS", "UNKNOWN_LICENSE_TYPE")]
    [InlineData("198.51.100.5", "kernelcare", "UNKNOWN_LICENSE_TYPE")]
    [InlineData("198.51.100.5", "", "UNKNOWN_LICENSE_TYPE")]
    public async Task A_mistake_has_a_code_and_licenses_nothing(string ip, string type, string code)
    {
        var answer = await two.Mine.AddLicenseAsync(ip, type);

        Assert.Equal(code, answer.Code("addIpLicense"));
        Assert.True(answer.Status < 500);
        Assert.Empty(await two.Mine.LicensedIpsAsync("""where: { ip: { eq: "198.51.100.5" } }"""));
    }

    [Fact]
    public async Task Nobody_licenses_without_the_scope()
    {
        Assert.Equal("UNAUTHENTICATED", (await two.World.Anonymous().AddLicenseAsync("198.51.100.6")).Code("addIpLicense"));
        Assert.Empty((await two.Mine.SendAsync("""{ licenseCheck(ip: "198.51.100.6") { code } }""")).List("licenseCheck"));
    }

    [EveryDatabase]
    public async Task Of_twenty_calls_at_once_for_one_address_one_account_wins_and_pays_once(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var (one, other) = (await world.ResellerAsync(), await world.ResellerAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
            (IsOne: i % 2 == 0, Answer: await (i % 2 == 0 ? one : other).AddLicenseAsync("198.51.100.7", "CLOUDLINUX_OS"))));

        var winners = answers.Where(answer => answer.Answer.Code("addIpLicense") is null).ToList();
        Assert.Equal(10, winners.Count);
        Assert.Single(winners.Select(winner => winner.IsOne).Distinct());
        Assert.Single(winners.Select(winner => winner.Answer.Text("addIpLicense.ipLicense.id")).Distinct());
        Assert.All(answers.Except(winners), loser => Assert.Equal("IP_TAKEN", loser.Answer.Code("addIpLicense")));
        Assert.Equal(["1000.00", "991.60"], new[] { await one.BalanceAsync(), await other.BalanceAsync() }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Special_addresses_are_refused_where_the_setting_says_so()
    {
        await using var world = await World.StartAsync(settings: ("IpLicenses:RefuseSpecialAddresses", "true"));
        var reseller = await world.ResellerAsync();

        Assert.All(
            await Task.WhenAll(new[] { "10.0.0.1", "127.0.0.1", "192.0.2.1", "::1", "2001:db8::1" }.Select(ip => reseller.AddLicenseAsync(ip))),
            answer => Assert.Equal("IP_NOT_PUBLIC", answer.Code("addIpLicense")));
        (await reseller.AddLicenseAsync("9.9.9.9")).Worked("addIpLicense");
        Assert.Empty((await reseller.SendAsync("""{ ipAvailability(ip: "10.0.0.1") { available { code } } }""")).List("ipAvailability.available"));
    }
}
