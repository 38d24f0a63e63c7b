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
    [InlineData(null, "http://localhost:5080")]
    [InlineData("http://*:5080;https://*:5443", "http://localhost:5080")]
    [InlineData("https://pay.example.com/", "https://pay.example.com")]
    public void Its_pages_are_at_the_first_address_of_the_host(string? urls, string expected) =>
        Assert.Equal(expected, Read("Development", "true", urls).Address);

    private static SandboxSettings Read(string? environment, string? enabled, string? urls = null) => SandboxSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new("environment", environment), new("Gateways:Sandbox:Enabled", enabled), new("Urls", urls)]).Build());
}
