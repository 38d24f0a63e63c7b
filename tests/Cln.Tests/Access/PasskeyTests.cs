using Cln.Host.Access.Passkeys;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.Extensions.Configuration;

namespace Cln.Tests.Access;

public sealed class PasskeyTests
{
    private const string Origin = "https://portal.example.com";

    [EveryDatabase]
    public async Task A_passkey_signs_in_without_login_password_and_code_and_each_ceremony_once(DatabaseKind kind)
    {
        await using var world = await StartAsync(kind);
        var anna = await world.SignInAsync("anna");
        using var laptop = new SoftwareAuthenticator(Origin);
        var added = (await anna.PasskeyAsync(laptop)).Worked("addPasskey");
        Assert.Equal("Laptop", added.Text("addPasskey.passkey.name"));
        await world.TwoFactorOnAsync(anna);

        var (options, state) = await world.Anonymous().StartPasskeySignInAsync();
        var shown = laptop.Get(options);
        var signedIn = (await world.Anonymous().SignInWithPasskeyAsync(state, shown)).Worked("signInWithPasskey");
        Assert.Equal("anna", signedIn.Text("signInWithPasskey.session.viewer.login"));
        var passkey = (await world.With(signedIn.Text("signInWithPasskey.session.token")).SendAsync("{ me { passkeys { id lastUsedAt } sessions(first: 1) { nodes { twoFactor } } } }")).Worked();
        Assert.Equal((added.Text("addPasskey.passkey.id"), "2026-11-10T12:00:00.000Z"), (passkey.Text("me.passkeys.0.id"), passkey.Text("me.passkeys.0.lastUsedAt")));
        Assert.True(passkey.At("me.sessions.nodes.0.twoFactor").GetBoolean());
        Assert.Equal("PASSKEY_REFUSED", (await world.Anonymous().SignInWithPasskeyAsync(state, shown)).Code("signInWithPasskey"));
    }

    [Fact]
    public async Task What_is_late_or_of_another_ceremony_site_or_key_is_refused()
    {
        await using var world = await StartAsync();
        var anna = await world.SignInAsync("anna");
        using var laptop = new SoftwareAuthenticator(Origin);
        (await anna.PasskeyAsync(laptop)).Worked("addPasskey");

        var (first, second) = (await world.Anonymous().StartPasskeySignInAsync(), await world.Anonymous().StartPasskeySignInAsync());
        Assert.Equal("PASSKEY_REFUSED", (await world.Anonymous().SignInWithPasskeyAsync(second.State, laptop.Get(first.Options))).Code("signInWithPasskey"));
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("PASSKEY_REFUSED", (await world.Anonymous().SignInWithPasskeyAsync(first.State, laptop.Get(first.Options))).Code("signInWithPasskey"));
        Assert.Equal("PASSKEY_REFUSED", (await world.Anonymous().SignInWithPasskeyAsync("no state", "no credential")).Code("signInWithPasskey"));

        using var stranger = new SoftwareAuthenticator(Origin);
        using var phished = new SoftwareAuthenticator("https://portal.example.net");
        using var careless = new SoftwareAuthenticator(Origin) { Verifies = false };
        foreach (var wrong in new[] { phished, careless }) Assert.Equal("PASSKEY_REFUSED", (await anna.PasskeyAsync(wrong)).Code("addPasskey"));
        var (options, state) = await world.Anonymous().StartPasskeySignInAsync();
        Assert.Equal("PASSKEY_REFUSED", (await world.Anonymous().SignInWithPasskeyAsync(state, stranger.Get(options))).Code("signInWithPasskey"));

        // The state of adding one doesn't sign in.
        var adding = (await anna.DoAsync("startPasskey", $"password: \"{SignInCalls.Password}\"", "state")).Worked("startPasskey").Text("startPasskey.state");
        Assert.Equal("PASSKEY_REFUSED", (await world.Anonymous().SignInWithPasskeyAsync(adding, laptop.Get(options))).Code("signInWithPasskey"));
    }

    [Fact]
    public async Task A_passkey_is_removed_with_the_password_and_signs_in_no_more()
    {
        await using var world = await StartAsync();
        var anna = await world.SignInAsync("anna");
        using var laptop = new SoftwareAuthenticator(Origin);
        var id = (await anna.PasskeyAsync(laptop)).Worked("addPasskey").Text("addPasskey.passkey.id");
        Assert.Equal("WRONG_PASSWORD", (await anna.DoAsync("removePasskey", $"id: \"{id}\", password: \"wrong horse battery\"", "passkey { id }")).Code("removePasskey"));
        (await anna.DoAsync("removePasskey", $"id: \"{id}\", password: \"{SignInCalls.Password}\"", "passkey { id }")).Worked("removePasskey");
        var (options, state) = await world.Anonymous().StartPasskeySignInAsync();
        Assert.Equal("PASSKEY_REFUSED", (await world.Anonymous().SignInWithPasskeyAsync(state, laptop.Get(options))).Code("signInWithPasskey"));
    }

    [Fact]
    public async Task Where_two_factors_are_required_a_password_adds_nothing_to_somebody_who_has_a_passkey()
    {
        await using var world = await StartAsync();
        var anna = await world.SignInAsync("anna");
        using var laptop = new SoftwareAuthenticator(Origin);
        (await anna.PasskeyAsync(laptop)).Worked("addPasskey");
        (await anna.DoAsync("requireTwoFactor", "required: true", "reseller { requiresTwoFactor }")).Worked("requireTwoFactor");

        var thief = await world.SignInAsync("anna");
        Assert.Equal(["FORBIDDEN"], (await thief.SendAsync("{ balance { amount } }")).Codes);
        Assert.Equal("SECOND_FACTOR_REQUIRED", (await thief.DoAsync("startTwoFactor", $"password: \"{SignInCalls.Password}\"", "secret")).Code("startTwoFactor"));
        (await anna.SendAsync("{ balance { amount } }")).Worked();
    }

    [Theory]
    [InlineData(null, "https://portal.example.com", "portal.example.com https://portal.example.com")]
    [InlineData("example.com", "https://portal.example.com", "example.com https://portal.example.com")]
    [InlineData(null, "http://+:8080", "localhost http://localhost:5080")]
    public void Where_nothing_else_is_set_passkeys_are_of_the_site(string? domain, string site, string expected)
    {
        var settings = PasskeySettings.Read(Settings(("Site:Url", site), ("Access:Passkeys:Domain", domain)));
        Assert.Equal(expected, $"{settings.Domain} {string.Join(' ', settings.Origins)}");
    }

    [Theory]
    [InlineData("example.org", null)]
    [InlineData(null, "https://portal.example.com/path")]
    [InlineData(null, "https://evil-example.com")]
    public void A_domain_and_an_origin_that_do_not_go_together_stop_the_start(string? domain, string? origin) =>
        Assert.Throws<Host.WrongSetting>(() => PasskeySettings.Read(Settings(("Site:Url", "https://portal.example.com"), ("Access:Passkeys:Domain", domain), ("Access:Passkeys:Origins:0", origin))));

    private static async Task<World> StartAsync(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var world = await World.StartAsync(kind, settings: ("Site:Url", Origin));
        await world.ResellerAsync(login: "anna");
        return world;
    }

    private static IConfiguration Settings(params (string Name, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Where(setting => setting.Value is not null).ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal)).Build();
}
