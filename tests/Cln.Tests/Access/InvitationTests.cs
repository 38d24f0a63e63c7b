namespace Cln.Tests.Access;

public sealed class InvitationTests
{
    private const string Link = "/reset-password?token=";

    [Fact]
    public async Task An_invitation_is_seen_to_be_open_and_to_be_accepted()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync(login: "anna");
        var id = await InviteAsync(admin);
        Assert.Equal("2026-11-10T12:00:00.000Z ", await StandingAsync(admin, id));
        world.Clock.Advance(TimeSpan.FromHours(1));
        (await FollowAsync(world, await world.MailedTokenAsync("carl@anna.example", Link))).Worked("resetPassword");
        Assert.Equal("2026-11-10T12:00:00.000Z 2026-11-10T13:00:00.000Z", await StandingAsync(admin, id));
        (await world.Anonymous().SignInAsync("carl")).Worked("signIn");
        Assert.Equal("INVITATION_ACCEPTED", (await ResendAsync(admin, id)).Code("resendInvitation"));
    }

    [Fact]
    public async Task Another_mail_ends_the_first_link_and_goes_out_once_a_minute()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync(login: "anna");
        var stranger = await world.ResellerAsync(login: "bert");
        var id = await InviteAsync(admin);
        var first = await world.MailedTokenAsync("carl@anna.example", Link);
        Assert.Equal("INVITED_JUST_NOW", (await ResendAsync(admin, id)).Code("resendInvitation"));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("NOT_FOUND", (await ResendAsync(stranger, id)).Code("resendInvitation"));
        (await ResendAsync(admin, id)).Worked("resendInvitation");
        var second = await world.MailedTokenAsync("carl@anna.example", Link);
        Assert.NotEqual(first, second);
        Assert.Equal("RESET_LINK_INVALID", (await FollowAsync(world, first)).Code("resetPassword"));
        (await FollowAsync(world, second)).Worked("resetPassword");
    }

    [Fact]
    public async Task A_link_that_was_used_has_expired_was_taken_back_or_never_was_gets_one_answer()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync(login: "anna");
        await InviteAsync(admin);
        var used = await world.MailedTokenAsync("carl@anna.example", Link);
        (await FollowAsync(world, used)).Worked("resetPassword");
        var dora = await InviteAsync(admin, "dora");
        var takenBack = await world.MailedTokenAsync("dora@anna.example", Link);
        (await admin.DoAsync("removeUser", $"id: \"{dora}\"", "user { login }")).Worked("removeUser");
        await InviteAsync(admin, "emil");
        var expired = await world.MailedTokenAsync("emil@anna.example", Link);
        world.Clock.Advance(TimeSpan.FromDays(7));

        var never = await FollowAsync(world, "never");
        Assert.Equal("RESET_LINK_INVALID", never.Code("resetPassword"));
        foreach (var link in new[] { used, takenBack, expired }) Assert.Equal(never.Json.ToString(), (await FollowAsync(world, link)).Json.ToString());
    }

    [Fact]
    public async Task Who_has_not_accepted_is_not_the_admin_that_an_account_needs()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync(login: "anna");
        await InviteAsync(admin, role: "ADMIN");
        var owner = (await admin.SendAsync("{ reseller { users(last: 1) { nodes { id login } } } }")).Worked();
        Assert.Equal("anna", owner.Text("reseller.users.nodes.0.login"));
        Assert.Equal("LAST_ADMIN", (await admin.DoAsync("removeUser", $"id: \"{owner.Text("reseller.users.nodes.0.id")}\"", "user { login }")).Code("removeUser"));
    }

    private static async Task<string> InviteAsync(Api admin, string login = "carl", string role = "BILLING") =>
        (await admin.DoAsync("inviteUser", $"login: \"{login}\", email: \"{login}@anna.example\", role: {role}", "user { id }")).Worked("inviteUser").Text("inviteUser.user.id");

    private static Task<Answer> ResendAsync(Api admin, string id) => admin.DoAsync("resendInvitation", $"id: \"{id}\"", "user { invitedAt }");

    private static Task<Answer> FollowAsync(World world, string token) => world.Anonymous().DoAsync("resetPassword", $"token: \"{token}\", password: \"{SignInCalls.Password}\"", "viewer { login }");

    private static async Task<string> StandingAsync(Api admin, string id)
    {
        var user = (await admin.SendAsync("query($id: ID!) { node(id: $id) { ... on User { invitedAt acceptedAt } } }", new { id })).Worked();
        return $"{user.At("node.invitedAt")} {user.At("node.acceptedAt")}";
    }
}
