using Cln.Host.Data;
using Cln.Tests.Data;
using Cln.Tests.IpLicenses;

namespace Cln.Tests.Servers;

public sealed class RegisterServerTests(TwoResellers two) : IClassFixture<TwoResellers>
{
    [Fact]
    public async Task A_licensed_address_admits_its_server_and_the_licence_shows_it()
    {
        await two.Mine.LicensedAsync("198.51.100.1");
        await two.Mine.LicensedAsync("198.51.100.1", "CLOUDLINUX_OS");

        var answer = (await two.World.At("198.51.100.1").RegisterAsync("Web1.Example.", operatingSystem: "CloudLinux 9.4")).Worked("registerServer");

        Assert.Equal(("web1.example", "198.51.100.1", "CloudLinux 9.4"), (answer.Text("registerServer.server.hostname"), answer.Text("registerServer.server.ip"), answer.Text("registerServer.server.operatingSystem")));
        Assert.StartsWith("cln_server_", answer.Text("registerServer.secret"), StringComparison.Ordinal);
        var shown = (await two.Mine.SendAsync("""{ ipLicenses(search: "198.51.100.1") { nodes { hostname addedAt lastCheckInAt } } }""")).List("ipLicenses.nodes");
        Assert.Equal(2, shown.Count);
        Assert.All(shown, license => Assert.Equal("""{"hostname":"web1.example","addedAt":"2026-11-10T12:00:00.000Z","lastCheckInAt":"2026-11-10T12:00:00.000Z"}""", license.GetRawText()));
    }

    [Fact]
    public async Task A_licence_added_later_shows_the_server_that_is_there()
    {
        await two.Mine.LicensedAsync("198.51.100.2");
        await two.World.RegisteredAsync("198.51.100.2", "early.example");

        var answer = await two.Mine.AddLicenseAsync("198.51.100.2", "CLOUDLINUX_OS");

        Assert.Equal("early.example", answer.Text("addIpLicense.ipLicense.hostname"));
    }

    [Fact]
    public async Task Without_a_licence_the_refusal_names_the_checks_and_the_address()
    {
        var answer = await two.World.At("198.51.100.3").RegisterAsync("web.example");

        Assert.Equal("NOT_LICENSED", answer.Code("registerServer"));
        Assert.Contains("no IP licence for 198.51.100.3, which this call came from. By key: none was sent.", answer.Text("registerServer.errors.0.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_unknown_or_full_is_a_mistake_of_its_own()
    {
        var key = await two.Mine.KeyAsync("full");
        await two.World.RegisteredAsync("198.51.100.4", "one.example", key);

        var full = await two.World.At("198.51.100.5").RegisterAsync("two.example", key);
        var unknown = await two.World.At("198.51.100.5").RegisterAsync("two.example", "nosuchkey");

        Assert.Equal(("KeyLimitReached", "KEY_LIMIT_REACHED"), (full.Text("registerServer.errors.0.__typename"), full.Code("registerServer")));
        Assert.Equal(("KeyUnknown", "KEY_UNKNOWN"), (unknown.Text("registerServer.errors.0.__typename"), unknown.Code("registerServer")));
    }

    [Fact]
    public async Task A_server_installed_again_replaces_its_registration_and_its_secret()
    {
        await two.Mine.LicensedAsync("198.51.100.6");
        var first = await two.World.RegisteredAsync("198.51.100.6", "old-name.example");

        var again = await two.World.RegisteredAsync("198.51.100.6", "new-name.example");

        Assert.Equal(first.Id, again.Id);
        Assert.Equal("SERVER_UNKNOWN", await two.World.VerdictAsync("198.51.100.6", first));
        Assert.Equal("OK", await two.World.VerdictAsync("198.51.100.6", again));
        Assert.DoesNotContain("old-name.example", await two.Mine.HostnamesAsync());
    }

    [Fact]
    public async Task With_a_key_the_same_hostname_and_address_are_the_same_server_and_others_are_not()
    {
        var key = await two.Mine.KeyAsync("again", limit: 3);
        var first = await two.World.RegisteredAsync("198.51.100.7", "node.example", key);

        Assert.Equal(first.Id, (await two.World.RegisteredAsync("198.51.100.7", "NODE.example", key)).Id);
        Assert.NotEqual(first.Id, (await two.World.RegisteredAsync("198.51.100.7", "other.example", key)).Id);
        Assert.NotEqual(first.Id, (await two.World.RegisteredAsync("198.51.100.8", "node.example", key)).Id);
        Assert.Equal(first.Id, (await two.World.RegisteredAsync("198.51.100.7", "node.example", key)).Id);
    }

    [Fact]
    public async Task A_server_on_an_address_of_two_accounts_is_the_firsts()
    {
        await two.Theirs.LicensedAsync("198.51.100.9", "KERNELCARE");
        await two.Mine.LicensedAsync("198.51.100.9", "CLOUDLINUX_OS");

        await two.World.RegisteredAsync("198.51.100.9", "contested.example");

        Assert.Contains("contested.example", await two.Theirs.HostnamesAsync());
        Assert.DoesNotContain("contested.example", await two.Mine.HostnamesAsync());
        Assert.True((await two.Mine.SendAsync("""{ ipLicenses(search: "198.51.100.9") { nodes { hostname } } }""")).IsNull("ipLicenses.nodes.0.hostname"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("<b>bold</b>")]
    public async Task A_hostname_of_the_wrong_form_is_refused_by_name(string hostname)
    {
        var answer = await two.World.At("198.51.100.10").RegisterAsync(hostname);

        Assert.Equal("INVALID_INPUT", answer.Code("registerServer"));
        Assert.StartsWith("hostname: ", answer.Text("registerServer.errors.0.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_signed_in_to_another_account_gets_no_rights_over_the_servers_account()
    {
        var theirs = await two.Theirs.LicensedAsync("198.51.100.11");
        var intruder = new Api(new HttpClient { BaseAddress = two.World.Address }, two.Mine.Bearer, "198.51.100.11");

        var answer = await intruder.SendAsync(
            """
            mutation($ids: [ID!]!) {
              registerServer(input: { hostname: "web.example" }) { secret errors { ... on Error { code } } }
              removeIpLicenses(input: { ids: $ids }) { ipLicenses { id } errors { ... on Error { code } } }
            }
            """,
            new { ids = new[] { theirs } });

        Assert.Equal(("SIGNED_IN_ELSEWHERE", "NOT_FOUND"), (answer.Code("registerServer"), answer.Code("removeIpLicenses")));
        Assert.Equal(["198.51.100.11"], await two.Theirs.LicensedIpsAsync("""search: "198.51.100.11" """));
    }

    [EveryDatabase]
    public async Task Twenty_registrations_at_once_from_one_address_are_one_server(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var reseller = await world.ResellerAsync();
        await reseller.LicensedAsync("198.51.100.12");

        var servers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.RegisteredAsync("198.51.100.12", "web.example")));

        Assert.Single(servers.Select(server => server.Id).Distinct());
        Assert.Single(await reseller.HostnamesAsync());
        var verdicts = await Task.WhenAll(servers.Select(server => world.VerdictAsync("198.51.100.12", server)));
        Assert.Single(verdicts, "OK");
    }
}
