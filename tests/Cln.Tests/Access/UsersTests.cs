namespace Cln.Tests.Access;

public sealed class UsersTests
{
    private const string Invite = "mutation($login: String!, $role: Role!) { inviteUser(input: { login: $login, email: \"carl@acme.example\", role: $role }) { user { id role } errors { ... on Error { code message } } } }";

    [Fact]
    public async Task An_invited_person_chooses_a_password_and_has_the_rights_of_the_role()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var id = (await admin.SendAsync(Invite, new { login = "carl", role = "SERVERS_READ_ONLY" })).Worked("inviteUser").Text("inviteUser.user.id");
        var carl = await JoinAsync(world);
        (await carl.SendAsync("{ ipLicenses(first: 1) { totalCount } }")).Worked();
        Assert.Equal(["FORBIDDEN"], (await carl.SendAsync("{ balance { amount } }")).Codes);

        (await admin.SendAsync("mutation($id: ID!) { setUserRole(input: { id: $id, role: BILLING_READ_ONLY }) { user { role } errors { ... on Error { code } } } }", new { id })).Worked("setUserRole");
        (await carl.SendAsync("{ balance { amount } }")).Worked();

        (await admin.SendAsync("mutation($id: ID!) { removeUser(input: { id: $id }) { user { login } errors { ... on Error { code } } } }", new { id })).Worked("removeUser");
        Assert.Equal(["UNAUTHENTICATED"], (await carl.SendAsync("{ balance { amount } }")).Codes);
    }

    [Fact]
    public async Task The_last_admin_can_neither_be_removed_nor_made_less()
    {
        await using var world = await World.StartAsync();
        var admin = await world.ResellerAsync();
        var id = (await admin.SendAsync("{ reseller { users(first: 1) { nodes { id } } } }")).Worked().Text("reseller.users.nodes.0.id");
        Assert.Equal("LAST_ADMIN", (await admin.SendAsync("mutation($id: ID!) { removeUser(input: { id: $id }) { errors { ... on Error { code } } } }", new { id })).Code("removeUser"));
        Assert.Equal("LAST_ADMIN", (await admin.SendAsync("mutation($id: ID!) { setUserRole(input: { id: $id, role: BILLING }) { errors { ... on Error { code } } } }", new { id })).Code("setUserRole"));
    }

    [Fact]
    public async Task Nobody_becomes_an_operator_through_the_API()
    {
        await using var world = await World.StartAsync();
        Assert.Equal("INVALID_INPUT", (await (await world.ResellerAsync()).SendAsync(Invite, new { login = "carl", role = "OPERATOR" })).Code("inviteUser"));
    }

    [Fact]
    public async Task An_operator_sees_every_reseller_and_has_no_account_of_its_own()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        await world.ResellerAsync(login: "bert");
        var op = await world.OperatorAsync();
        Assert.Equal(["bert", "anna"], (await op.SendAsync("{ resellers(first: 10) { nodes { login } } }")).Worked().List("resellers.nodes").Select(node => node.GetProperty("login").GetString()));
        Assert.Equal(["NO_RESELLER"], (await op.SendAsync("{ balance { amount } }")).Codes);
    }

    private static async Task<Api> JoinAsync(World world)
    {
        var token = await world.MailedTokenAsync("carl@acme.example", "/reset-password?token=");
        (await world.Anonymous().SendAsync("mutation($token: String!) { resetPassword(input: { token: $token, password: \"blue horse battery\" }) { viewer { login } errors { ... on Error { code } } } }", new { token })).Code("resetPassword");
        return await world.SignInAsync("carl", "blue horse battery");
    }
}
