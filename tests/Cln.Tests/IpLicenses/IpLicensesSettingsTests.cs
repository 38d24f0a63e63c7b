using Cln.IpLicenses;
using Microsoft.Extensions.Configuration;

namespace Cln.Tests.IpLicenses;

public sealed class IpLicensesSettingsTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("False", false)]
    [InlineData("", null)]
    public void Special_addresses_are_refused_as_the_setting_says(string text, bool? expected) =>
        Assert.Equal(expected, AddressRules.Read(Settings("IpLicenses:RefuseSpecialAddresses", text)));

    [Fact]
    public void A_setting_that_is_neither_true_nor_false_is_named()
    {
        var mistake = Assert.Throws<InvalidOperationException>(() => AddressRules.Read(Settings("IpLicenses:RefuseSpecialAddresses", "perhaps")));
        Assert.Equal("The setting IpLicenses:RefuseSpecialAddresses is \"perhaps\". It takes true or false.", mistake.Message);
    }

    [Theory]
    [InlineData("ftp://backup.example.com/{ip}")]
    [InlineData("backup/{ip}")]
    [InlineData("")]
    public void A_backup_console_that_is_no_web_address_is_refused(string template) =>
        Assert.Contains("IpLicenses:BackupUrl", Assert.Throws<InvalidOperationException>(() => BackupConsole.Read(Settings("IpLicenses:BackupUrl", template))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_special_address_is_refused_with_its_own_code()
    {
        var mistake = Assert.Throws<IpNotPublic>(() => new AddressRules(refuseSpecial: true).Check(IpAddress.Parse("192.168.1.1")));
        Assert.Equal("IP_NOT_PUBLIC", mistake.Code);
        Assert.Contains("192.168.1.1", mistake.Message, StringComparison.Ordinal);
        new AddressRules(refuseSpecial: true).Check(IpAddress.Parse("1.1.1.1"));
        new AddressRules(refuseSpecial: false).Check(IpAddress.Parse("192.168.1.1"));
    }

    private static IConfiguration Settings(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build();
}
