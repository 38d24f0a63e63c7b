using Cln.Registration;
using Microsoft.Extensions.Configuration;

namespace Cln.Tests.Registration;

public sealed class RegistrationSettingsTests
{
    [Fact]
    public void Anybody_may_register_and_nobody_has_to_approve_unless_it_is_set_otherwise()
    {
        Assert.Equal(new RegistrationSettings(Open: true, ManualApproval: false, new("http://localhost:5080")), From());
        Assert.Equal(
            new RegistrationSettings(Open: false, ManualApproval: true, new("https://portal.example/cln/")),
            From("Registration:Open=false", "Registration:ManualApproval=True", "Site:Url=https://portal.example/cln/"));
    }

    [Theory]
    [InlineData("http://localhost:5080", "http://localhost:5080/register?token=abc")]
    [InlineData("https://portal.example/cln/", "https://portal.example/cln/register?token=abc")]
    public void A_link_leads_to_a_page_under_the_sites_address(string site, string link) => Assert.Equal(link, From($"Site:Url={site}").Link("register", "abc"));

    [Theory]
    [InlineData("Registration:Open=yes")]
    [InlineData("Registration:ManualApproval=2")]
    [InlineData("Site:Url=portal.example")]
    [InlineData("Site:Url=ftp://portal.example")]
    [InlineData("Site:Url=https://portal.example/?a=b")]
    public void A_wrong_setting_stops_the_start_by_its_name(string setting) =>
        Assert.Contains(setting.Split('=')[0], Assert.Throws<InvalidOperationException>(() => From(setting)).Message, StringComparison.Ordinal);

    private static RegistrationSettings From(params string[] settings) => RegistrationSettings.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Split('=', 2)[0], (string?)setting.Split('=', 2)[1]))).Build());
}
