using Cln.Tests.IpLicenses;

namespace Cln.Tests.Servers;

public sealed class CheckInTests(TwoResellers two) : IClassFixture<TwoResellers>
{
    [Fact]
    public async Task A_check_in_notes_what_the_server_is_now()
    {
        await two.Mine.LicensedAsync("198.51.100.1");
        var server = await two.World.RegisteredAsync("198.51.100.1", "before.example");

        var verdict = (await two.World.At("198.51.100.1").CheckInAsync(server, "after.example", "5.14.0-427")).Worked("checkIn").At("checkIn.checkInVerdict");

        Assert.Equal("""{"allowed":true,"code":"OK","reason":null,"nextStep":null}""", verdict.GetRawText());
        var shown = await two.Mine.SendAsync("query($id: ID!) { node(id: $id) { ... on Server { hostname kernel } } }", new { id = server.Id });
        Assert.Equal(("after.example", "5.14.0-427"), (shown.Text("node.hostname"), shown.Text("node.kernel")));
        Assert.Equal("after.example", (await two.Mine.SendAsync("""{ ipLicenses(search: "198.51.100.1") { nodes { hostname } } }""")).Text("ipLicenses.nodes.0.hostname"));
    }

    [Fact]
    public async Task A_wrong_secret_and_an_unknown_server_get_the_same_answer()
    {
        await two.Mine.LicensedAsync("198.51.100.2");
        var server = await two.World.RegisteredAsync("198.51.100.2", "web.example");

        var wrong = await two.World.At("198.51.100.2").CheckInAsync(server with { Secret = "cln_server_wrong" });
        var unknown = await two.World.At("198.51.100.2").CheckInAsync(server with { Id = Convert.ToBase64String("Server:999999"u8) });

        Assert.Equal(wrong.Json.ToString(), unknown.Json.ToString());
        Assert.Equal("SERVER_UNKNOWN", wrong.Worked("checkIn").Text("checkIn.checkInVerdict.code"));
        Assert.False(wrong.At("checkIn.checkInVerdict.allowed").GetBoolean());
    }

    [Fact]
    public async Task A_removed_licence_refuses_with_the_next_step_and_a_licence_added_again_lets_the_server_go_on()
    {
        var id = await two.Mine.LicensedAsync("198.51.100.3");
        var server = await two.World.RegisteredAsync("198.51.100.3", "web.example");
        (await two.Mine.RemoveLicensesAsync(id)).Worked("removeIpLicenses");

        var refused = (await two.World.At("198.51.100.3").CheckInAsync(server)).Worked("checkIn");

        Assert.Equal("LICENSE_REMOVED", refused.Text("checkIn.checkInVerdict.code"));
        Assert.Contains("198.51.100.3", refused.Text("checkIn.checkInVerdict.reason"), StringComparison.Ordinal);
        Assert.Contains("Add an IP licence for 198.51.100.3 again", refused.Text("checkIn.checkInVerdict.nextStep"), StringComparison.Ordinal);
        Assert.True((await two.Mine.AddLicenseAsync("198.51.100.3")).IsNull("addIpLicense.ipLicense.hostname"));

        Assert.Equal("OK", await two.World.VerdictAsync("198.51.100.3", server));
        Assert.Equal("web.example", (await two.Mine.AddLicenseAsync("198.51.100.3")).Text("addIpLicense.ipLicense.hostname"));
    }

    [Fact]
    public async Task An_address_that_went_to_another_account_refuses_the_old_registration_and_takes_a_new_one()
    {
        var id = await two.Mine.LicensedAsync("198.51.100.4");
        var server = await two.World.RegisteredAsync("198.51.100.4", "moved.example");
        (await two.Mine.RemoveLicensesAsync(id)).Worked("removeIpLicenses");
        await two.Theirs.LicensedAsync("198.51.100.4");

        Assert.Equal("LICENSE_REMOVED", await two.World.VerdictAsync("198.51.100.4", server));

        var again = await two.World.RegisteredAsync("198.51.100.4", "moved.example");
        Assert.NotEqual(server.Id, again.Id);
        Assert.Contains("moved.example", await two.Theirs.HostnamesAsync());
        Assert.DoesNotContain("moved.example", await two.Mine.HostnamesAsync());
        Assert.Equal("OK", await two.World.VerdictAsync("198.51.100.4", again));
    }

    [Fact]
    public async Task A_registration_by_address_holds_for_that_address_alone()
    {
        await two.Mine.LicensedAsync("198.51.100.5");
        await two.Mine.LicensedAsync("198.51.100.6");
        var server = await two.World.RegisteredAsync("198.51.100.5", "fixed.example");

        var answer = (await two.World.At("198.51.100.6").CheckInAsync(server)).Worked("checkIn");

        Assert.Equal("ADDRESS_CHANGED", answer.Text("checkIn.checkInVerdict.code"));
        Assert.Contains("came from 198.51.100.6, and the server registered from 198.51.100.5", answer.Text("checkIn.checkInVerdict.reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_with_a_key_may_move()
    {
        var server = await two.World.RegisteredAsync("198.51.100.7", "roaming.example", await two.Mine.KeyAsync("roams"));

        Assert.Equal("OK", await two.World.VerdictAsync("203.0.113.7", server));

        var shown = await two.Mine.SendAsync("query($id: ID!) { node(id: $id) { ... on Server { ip } } }", new { id = server.Id });
        Assert.Equal("203.0.113.7", shown.Text("node.ip"));
    }

    [Fact]
    public async Task A_server_of_a_removed_key_is_refused_with_the_reason()
    {
        var token = await two.Mine.KeyAsync("removed");
        var server = await two.World.RegisteredAsync("198.51.100.8", "keyed.example", token);
        var accounts = await two.Mine.SendAsync("{ serverAccounts(first: 100) { nodes { keys(first: 10) { nodes { id token } } } } }");
        var key = accounts.Worked().List("serverAccounts.nodes").SelectMany(account => account.GetProperty("keys").GetProperty("nodes").EnumerateArray()).Single(node => node.GetProperty("token").GetString() == token);
        (await two.Mine.SendAsync("mutation($id: ID!) { removeKey(input: { id: $id }) { errors { ... on Error { code } } } }", new { id = key.GetProperty("id").GetString() })).Worked("removeKey");

        Assert.Equal("KEY_REMOVED", await two.World.VerdictAsync("198.51.100.8", server));
        Assert.DoesNotContain("keyed.example", await two.Mine.HostnamesAsync());
    }
}
