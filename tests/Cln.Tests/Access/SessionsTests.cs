namespace Cln.Tests.Access;

public sealed class SessionsTests
{
    private const string List = "{ me { sessions(first: 10) { nodes { id createdAt lastSeenAt expiresAt address userAgent current twoFactor } } } }";

    [Fact]
    public async Task Ones_sessions_are_listed_with_where_they_are_and_when_they_were_seen()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        await world.With("none", "203.0.113.7").SignInAsync("anna");
        var here = await world.SignInAsync("anna");

        world.Clock.Advance(TimeSpan.FromMinutes(3));
        await here.SendAsync("{ me { login } }");
        await world.SettleAsync();
        var sessions = (await here.SendAsync(List)).Worked().List("me.sessions.nodes");
        Assert.Equal([("127.0.0.1", true, "2026-11-10T12:03:00.000Z"), ("203.0.113.7", false, "2026-11-10T12:00:00.000Z")], sessions.Select(session =>
            (session.GetProperty("address").GetString(), session.GetProperty("current").GetBoolean(), session.GetProperty("lastSeenAt").GetString())));
        Assert.Equal("2026-11-24T12:00:00.000Z", sessions[0].GetProperty("expiresAt").GetString());
    }

    [Fact]
    public async Task One_session_or_all_others_are_ended_and_nobody_elses()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        await world.ResellerAsync(login: "bert");
        var (first, second, here, bert) = (await world.SignInAsync("anna"), await world.SignInAsync("anna"), await world.SignInAsync("anna"), await world.SignInAsync("bert"));
        var oldest = (await first.SendAsync(List)).Worked().List("me.sessions.nodes").Single(session => session.GetProperty("current").GetBoolean()).GetProperty("id").GetString();

        Assert.Equal("NOT_FOUND", (await bert.DoAsync("revokeSession", $"id: \"{oldest}\"", "userSession { id }")).Code("revokeSession"));
        (await here.DoAsync("revokeSession", $"id: \"{oldest}\"", "userSession { id }")).Worked("revokeSession");
        Assert.Equal((false, true, true), (await IsInAsync(first), await IsInAsync(second), await IsInAsync(here)));
        (await here.SendAsync("mutation { revokeOtherSessions { viewer { login } } }")).Worked();
        Assert.Equal((false, true, true), (await IsInAsync(second), await IsInAsync(here), await IsInAsync(bert)));
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions_and_takes_the_one_of_now()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        var (other, here) = (await world.SignInAsync("anna"), await world.SignInAsync("anna"));
        Assert.Equal("WRONG_PASSWORD", (await ChangeAsync(here, "wrong horse battery", "another horse battery")).Code("changePassword"));
        Assert.Equal("WEAK_PASSWORD", (await ChangeAsync(here, SignInCalls.Password, "short")).Code("changePassword"));
        (await ChangeAsync(here, SignInCalls.Password, "another horse battery")).Worked("changePassword");

        Assert.Equal((false, true), (await IsInAsync(other), await IsInAsync(here)));
        Assert.Equal("SIGN_IN_REFUSED", (await world.Anonymous().SignInAsync("anna")).Code("signIn"));
        (await world.Anonymous().SignInAsync("anna", "another horse battery")).Worked("signIn");
        await world.SettleAsync();
        Assert.Contains(await world.MailsToAsync("anna@anna.example"), mail => mail.Contains("Your password was changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_current_password_is_counted_as_at_the_sign_in()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        var here = await world.SignInAsync("anna");
        for (var i = 0; i < 10; i++) Assert.Equal("WRONG_PASSWORD", (await ChangeAsync(here, $"wrong horse {i}", "another horse battery")).Code("changePassword"));
        Assert.Equal("TOO_MANY_SIGN_INS", (await ChangeAsync(here, SignInCalls.Password, "another horse battery")).Code("changePassword"));
        world.Clock.Advance(TimeSpan.FromMinutes(15));
        (await ChangeAsync(here, SignInCalls.Password, "another horse battery")).Worked("changePassword");
    }

    [Fact]
    public async Task An_admin_signs_somebody_out_everywhere()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync(login: "anna");
        var stranger = await world.ResellerAsync(login: "bert");
        var anna = await world.SignInAsync("anna");
        var id = (await admin.SendAsync("{ reseller { users(first: 1) { nodes { id } } } }")).Text("reseller.users.nodes.0.id");
        Assert.Equal("NOT_FOUND", (await stranger.DoAsync("endUserSessions", $"id: \"{id}\"", "user { login }")).Code("endUserSessions"));
        (await admin.DoAsync("endUserSessions", $"id: \"{id}\"", "user { login }")).Worked("endUserSessions");
        Assert.False(await IsInAsync(anna));
    }

    [Fact]
    public async Task A_token_does_not_change_how_its_maker_signs_in()
    {
        await using var world = await World.StartAsync();
        var program = await world.ResellerAsync(login: "anna");
        Assert.Equal("SESSION_NEEDED", (await ChangeAsync(program, SignInCalls.Password, "another horse battery")).Code("changePassword"));
        Assert.Equal("SESSION_NEEDED", (await program.DoAsync("startTwoFactor", $"password: \"{SignInCalls.Password}\"", "secret")).Code("startTwoFactor"));
        Assert.Equal("SESSION_NEEDED", (await program.DoAsync("startPasskey", $"password: \"{SignInCalls.Password}\"", "state")).Code("startPasskey"));
        var (_, narrow) = await program.TokenAsync();
        Assert.Equal(["SESSION_NEEDED"], (await world.With(narrow).SendAsync(List)).Codes);
    }

    private static Task<Answer> ChangeAsync(Api person, string from, string to) => person.DoAsync("changePassword", $"currentPassword: \"{from}\", newPassword: \"{to}\"", "viewer { login }");

    private static async Task<bool> IsInAsync(Api person) => (await person.SendAsync("{ balance { amount } }")).Codes.Count == 0;
}
