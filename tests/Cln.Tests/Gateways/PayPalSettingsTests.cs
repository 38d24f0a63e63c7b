using Cln.Billing;
using Microsoft.Extensions.Configuration;

namespace Cln.Tests.Gateways;

public sealed class PayPalSettingsTests
{
    [Fact]
    public void Without_a_client_there_is_no_PayPal() => Assert.Null(Read("Production"));

    [Theory]
    [InlineData("false", "https://api-m.sandbox.paypal.com/", "api.sandbox.paypal.com", "messageverificationcerts.sandbox.paypal.com")]
    [InlineData("true", "https://api-m.paypal.com/", "api.paypal.com", "messageverificationcerts.paypal.com")]
    public void The_mode_says_where_PayPal_is_and_whose_certificates_count(string live, string address, string host, string name)
    {
        var settings = Read("Production", ("ClientId", "a"), ("ClientSecret", "b"), ("Live", live))!;

        Assert.Equal((address, host, name), (settings.ApiBase.AbsoluteUri, settings.CertificateHosts[0], settings.CertificateName));
    }

    [Theory]
    [InlineData("Development", "Live", "yes", "takes true or false")]
    [InlineData("Development", "ApiBase", "api-m.paypal.com", "begins with https://")]
    [InlineData("Production", "ApiBase", "http://api-m.paypal.com", "In production")]
    [InlineData("Production", "CertificateAuthority", "ca.pem", "production refuses")]
    [InlineData("Development", "KeptCharges", "twice", "IdFirst or SingleStep")]
    [InlineData("Development", "ClientSecret", "", "is missing")]
    public void A_wrong_setting_stops_the_start(string environment, string name, string value, string said) =>
        Assert.Contains(said, Assert.Throws<InvalidOperationException>(() => Read(environment, ("ClientId", "a"), ("ClientSecret", "b"), (name, value))).Message);

    [Fact]
    public void Something_on_this_machine_may_play_PayPal_outside_of_production()
    {
        var settings = Read("Development", ("ClientId", "a"), ("ClientSecret", "b"), ("ApiBase", "http://127.0.0.1:5999"), ("CertificateHosts:0", "127.0.0.1:5999"), ("CertificateAuthority", "ca.pem"), ("KeptCharges", "SingleStep"))!;

        Assert.Equal(("http://127.0.0.1:5999/", "127.0.0.1:5999", "ca.pem", true, true), (settings.ApiBase.AbsoluteUri, settings.CertificateHosts.Single(), settings.CertificateAuthority, settings.Plain, settings.SingleStep));
    }

    private static PayPalSettings? Read(string environment, params (string Name, string Value)[] settings) => PayPalSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(
        [new("environment", environment), .. settings.Reverse().DistinctBy(setting => setting.Name).Select(setting => new KeyValuePair<string, string?>($"Gateways:PayPal:{setting.Name}", setting.Value))]).Build());
}
