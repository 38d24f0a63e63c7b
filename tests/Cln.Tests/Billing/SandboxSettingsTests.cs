using Cln.Billing;
using Microsoft.Extensions.Configuration;

namespace Cln.Tests.Billing;

public sealed class SandboxSettingsTests
{
    [Theory]
    [InlineData("Development", null, true)]
    [InlineData("Development", "false", false)]
    [InlineData("Staging", null, false)]
    [InlineData("Staging", "true", true)]
    [InlineData("Production", null, false)]
    [InlineData(null, null, false)]
    public void The_sandbox_is_there_in_development_and_elsewhere_when_asked_for(string? environment, string? enabled, bool expected) =>
        Assert.Equal(expected, Read(environment, enabled).Enabled);

    [Theory]
    [InlineData("Production", "true", "production refuses")]
    [InlineData(null, "true", "production refuses")]
    [InlineData("Development", "yes", "takes true or false")]
    public void A_wrong_setting_stops_the_start(string? environment, string enabled, string said) =>
        Assert.Contains(said, Assert.Throws<InvalidOperationException>(() => Read(environment, enabled)).Message);

    [Theory]
    [InlineData(null, null, "http://localhost:5080")]
    [InlineData("http://*:5080;https://*:5443", null, "http://localhost:5080")]
    [InlineData("https://10.0.0.7:5443/", null, "https://10.0.0.7:5443")]
    [InlineData("http://*:5080", "https://portal.example.com/", "https://portal.example.com")]
    public void Its_pages_are_where_people_reach_the_site(string? urls, string? site, string expected) =>
        Assert.Equal(expected, Read("Development", "true", urls, site).Address);

    private static SandboxSettings Read(string? environment, string? enabled, string? urls = null, string? site = null) => SandboxSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new("environment", environment), new("Gateways:Sandbox:Enabled", enabled), new("Urls", urls), new("Site:Url", site)]).Build());
}
