namespace Cln.Tests.Access;

public sealed class SignInTests
{
    private const string SignIn = "mutation($login: String!, $password: String!) { signIn(input: { login: $login, password: $password }) { session { token expiresAt viewer { login role scopes reseller { name } } } errors { __typename ... on Error { code message } } } }";

    [Fact]
    public async Task One_signs_in_with_the_login_and_with_the_email()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        foreach (var name in new[] { "anna", "ANNA", "anna@anna.example" })
        {
            var answer = (await SendAsync(world, name, "correct horse battery")).Worked("signIn");
            Assert.Equal(("anna", "ADMIN"), (answer.Text("signIn.session.viewer.login"), answer.Text("signIn.session.viewer.role")));
            Assert.Equal("anna", (await world.With(answer.Text("signIn.session.token")).SendAsync("{ me { login } }")).Text("me.login"));
        }
    }

    [Fact]
    public async Task An_unknown_login_and_a_wrong_password_get_the_same_answer()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        var unknown = await SendAsync(world, "nobody", "correct horse battery");
        var wrong = await SendAsync(world, "anna", "wrong horse battery");
        Assert.Equal("SIGN_IN_REFUSED", wrong.Code("signIn"));
        Assert.Equal(unknown.Json.ToString(), wrong.Json.ToString());
    }

    [Fact]
    public async Task After_ten_failures_the_right_password_is_refused_too_until_a_mailed_link_says_who_it_is()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        for (var i = 0; i < 10; i++) Assert.Equal("SIGN_IN_REFUSED", (await SendAsync(world, "anna", "wrong horse battery")).Code("signIn"));
        Assert.Equal("SIGN_IN_REFUSED", (await SendAsync(world, "anna", "correct horse battery")).Code("signIn"));

        await world.Anonymous().SendAsync("mutation { requestPasswordReset(input: { email: \"anna@anna.example\" }) { boolean } }");
        var token = await world.MailedTokenAsync("anna@anna.example", "/reset-password?token=");
        (await world.Anonymous().SendAsync("mutation($token: String!) { resetPassword(input: { token: $token, password: \"another horse battery\" }) { viewer { login } errors { ... on Error { code } } } }", new { token })).Worked("resetPassword");
        (await SendAsync(world, "anna", "another horse battery")).Worked("signIn");
    }

    [Fact]
    public async Task A_session_is_signed_out_over_a_socket_too()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        var anna = await world.SignInAsync("anna");
        await using var socket = await anna.SubscribeAsync("mutation { signOut { viewer { login } } }");
        Assert.Equal("anna", (await socket.AtLeastAsync(1))[0].GetProperty("signOut").GetProperty("viewer").GetProperty("login").GetString());
        Assert.Equal(["UNAUTHENTICATED"], (await anna.SendAsync("{ balance { amount } }")).Codes);
    }

    [Fact]
    public async Task A_session_ends_when_it_is_signed_out_and_after_two_weeks()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        var (reseller, other) = (await world.SignInAsync("anna"), await world.SignInAsync("anna"));
        (await other.SendAsync("mutation { signOut { viewer { login } } }")).Worked();
        Assert.Equal(["UNAUTHENTICATED"], (await other.SendAsync("{ balance { amount } }")).Codes);
        (await reseller.SendAsync("{ balance { amount } }")).Worked();

        world.Clock.Advance(TimeSpan.FromDays(14));
        Assert.Equal(["UNAUTHENTICATED"], (await reseller.SendAsync("{ balance { amount } }")).Codes);
        Assert.True((await reseller.SendAsync("{ me { login } }")).Worked().IsNull("me"));
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_a_mailed_link_that_works_once_for_an_hour_and_ends_all_sessions()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync(login: "anna");
        var reseller = await world.SignInAsync("anna");
        const string ask = "mutation($email: String!) { requestPasswordReset(input: { email: $email }) { boolean } }";
        const string reset = "mutation($token: String!, $password: String!) { resetPassword(input: { token: $token, password: $password }) { viewer { login } errors { ... on Error { code } } } }";
        var known = await world.Anonymous().SendAsync(ask, new { email = "anna@anna.example" });
        var unknown = await world.Anonymous().SendAsync(ask, new { email = "nobody@nowhere.example" });
        Assert.Equal(known.Worked().Json.ToString(), unknown.Worked().Json.ToString());

        var token = await world.MailedTokenAsync("anna@anna.example", "/reset-password?token=");
        Assert.Equal("WEAK_PASSWORD", (await world.Anonymous().SendAsync(reset, new { token, password = "short" })).Code("resetPassword"));
        (await world.Anonymous().SendAsync(reset, new { token, password = "another horse battery" })).Worked("resetPassword");
        Assert.Equal("RESET_LINK_INVALID", (await world.Anonymous().SendAsync(reset, new { token, password = "a third horse battery" })).Code("resetPassword"));
        Assert.Equal(["UNAUTHENTICATED"], (await reseller.SendAsync("{ balance { amount } }")).Codes);
        await world.SignInAsync("anna", "another horse battery");

        await world.Anonymous().SendAsync(ask, new { email = "anna@anna.example" });
        var late = await world.MailedTokenAsync("anna@anna.example", "/reset-password?token=");
        world.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("RESET_LINK_INVALID", (await world.Anonymous().SendAsync(reset, new { token = late, password = "a third horse battery" })).Code("resetPassword"));
    }

    private static Task<Answer> SendAsync(World world, string login, string password) => world.Anonymous().SendAsync(SignIn, new { login, password });
}
