using Cln.Billing;
using Microsoft.Extensions.Configuration;

namespace Cln.Tests.Gateways;

/// <summary>A wrong setting stops the start, and says what it takes.</summary>
public sealed class StripeSettingsTests
{
    private static readonly (string, string?)[] good = [("SecretKey", "sk_test_1"), ("PublishableKey", "pk_test_1"), ("WebhookSecrets:0", "whsec_1")];

    [Fact]
    public void Without_settings_there_is_no_Stripe() => Assert.Null(Read("Production"));

    [Theory]
    [InlineData("sk_test_1", "pk_test_1", false)]
    [InlineData("rk_test_1", "pk_test_1", false)]
    [InlineData("sk_live_1", "pk_live_1", true)]
    [InlineData("rk_live_1", "pk_live_1", true)]
    public void The_key_tells_the_mode(string secret, string publishable, bool live)
    {
        var settings = Read("Production", [.. good, ("SecretKey", secret), ("PublishableKey", publishable)])!;

        Assert.Equal((live, "https://api.stripe.com/"), (settings.Live, settings.ApiBase.AbsoluteUri));
        Assert.DoesNotContain(secret, settings.ToString());
    }

    [Theory]
    [InlineData("SecretKey", null, "Gateways:Stripe:SecretKey is missing")]
    [InlineData("SecretKey", "pk_test_1", "sk_test_")]
    [InlineData("SecretKey", "sk_live_1", "the other mode")]
    [InlineData("PublishableKey", null, "Gateways:Stripe:PublishableKey is missing")]
    [InlineData("PublishableKey", "pk_live_1", "the other mode")]
    [InlineData("WebhookSecrets:1", "secret", "whsec_")]
    [InlineData("ApiBase", "nonsense", "https://api.stripe.com")]
    [InlineData("ApiBase", "http://localhost:12111", "https://")]
    public void A_wrong_one_is_told(string name, string? value, string says) =>
        Assert.Contains(says, Assert.Throws<InvalidOperationException>(() => Read("Production", [.. good, (name, value)])).Message);

    [Fact]
    public void Outside_production_the_API_may_be_a_fake_on_this_machine() =>
        Assert.Equal("http://localhost:12111/", Read("Development", [.. good, ("ApiBase", "http://localhost:12111")])!.ApiBase.AbsoluteUri);

    private static StripeSettings? Read(string environment, params (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal) { ["environment"] = environment };
        foreach (var (name, value) in settings) all[$"Gateways:Stripe:{name}"] = value;
        return StripeSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
    }
}
