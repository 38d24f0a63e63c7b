using Cln.Contracts;

namespace Cln.Tests.IpLicenses;

public sealed class CatalogueTests
{
    [Fact]
    public async Task Anybody_sees_the_types_in_the_order_of_the_menu_and_whether_an_address_is_licensed()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        await reseller.LicensedAsync("2001:db8::7", "KERNELCARE");
        await reseller.LicensedAsync("2001:db8::7", "CLOUDLINUX_OS");

        var types = (await world.Anonymous().SendAsync("{ licenseTypes { code name product legacyId } }")).Worked().List("licenseTypes");
        Assert.Equal(LicenseType.BuiltIn.Select(type => (type.Code, type.LegacyId)), types.Select(type => (type.GetProperty("code").GetString()!, (int?)type.GetProperty("legacyId").GetInt32())));

        var check = (await world.Anonymous().SendAsync("""{ licenseCheck(ip: "2001:0db8::0007") { code } }""")).Worked();
        Assert.Equal("""[{"code":"CLOUDLINUX_OS"},{"code":"KERNELCARE"}]""", check.At("licenseCheck").GetRawText());
        Assert.Empty((await world.Anonymous().SendAsync("""{ licenseCheck(ip: "192.0.2.1") { code } }""")).Worked().List("licenseCheck"));
    }

    [Fact]
    public async Task Availability_tells_what_is_free_and_what_is_yours_and_leaves_out_the_rest()
    {
        await using var world = await World.StartAsync();
        var (mine, theirs) = (await world.ResellerAsync(), await world.ResellerAsync());
        await mine.LicensedAsync("192.0.2.1", "KERNELCARE");
        await theirs.LicensedAsync("192.0.2.1", "IMUNIFY360_30");

        var answer = (await mine.SendAsync("""{ ipAvailability(ip: "192.0.2.1") { available { code } owned { code } } }""")).Worked();

        Assert.Equal(["KERNELCARE"], Codes(answer, "ipAvailability.owned"));
        Assert.Equal(LicenseType.BuiltIn.Select(type => type.Code).Except(["KERNELCARE", "IMUNIFY360_30"]), Codes(answer, "ipAvailability.available"));
    }

    [Fact]
    public async Task An_operator_adds_a_type_that_is_refused_until_it_has_a_price()
    {
        await using var world = await World.StartAsync();
        var (reseller, @operator) = (await world.ResellerAsync(), await world.OperatorAsync());

        Assert.Equal(["FORBIDDEN"], (await AddAsync(reseller, "CLOUDLINUX_OS_SOLO", 4)).Codes);
        (await AddAsync(@operator, "CLOUDLINUX_OS_SOLO", 4)).Worked("addLicenseType");

        Assert.Equal("CLOUDLINUX_OS_SOLO", Codes(await world.Anonymous().SendAsync("{ licenseTypes { code } }"), "licenseTypes")[^1]);
        Assert.Equal("NOT_FOR_SALE", (await reseller.AddLicenseAsync("192.0.2.2", "CLOUDLINUX_OS_SOLO")).Code("addIpLicense"));
        Assert.Equal("LICENSE_TYPE_EXISTS", (await AddAsync(@operator, "CLOUDLINUX_OS_SOLO", 5)).Code("addLicenseType"));
        Assert.Equal("LICENSE_TYPE_EXISTS", (await AddAsync(@operator, "ANOTHER", 4)).Code("addLicenseType"));
        Assert.Equal("INVALID_INPUT", (await AddAsync(@operator, "lower case", 6)).Code("addLicenseType"));
    }

    [Fact]
    public async Task Data_centres_are_listed_for_those_who_see_licences()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();

        Assert.Equal(["EU1", "EU2", "US1"], Codes(await reseller.SendAsync("{ dataCenters { code name } }"), "dataCenters"));
        Assert.Equal(["UNAUTHENTICATED"], (await world.Anonymous().SendAsync("{ dataCenters { code } }")).Codes);
    }

    private static Task<Answer> AddAsync(Api caller, string code, int legacyId) => caller.SendAsync(
        $$"""
        mutation($code: String!, $legacyId: Int) {
          addLicenseType(input: { code: $code, name: "CloudLinux OS Solo", product: "CloudLinux OS", legacyId: $legacyId }) { licenseType { code } {{LicenseCalls.Error}} }
        }
        """,
        new { code, legacyId });

    private static List<string> Codes(Answer answer, string path) => [.. answer.List(path).Select(type => type.GetProperty("code").GetString()!)];
}
