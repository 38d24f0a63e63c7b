namespace Cln.Tests.Registration;

public sealed class ActivationTests
{
    [Fact]
    public async Task Following_the_link_twice_answers_the_same_and_activates_once()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("ACTIVATION");
        var link = await world.MailedTokenAsync(ann.Email, "/activate?token=");

        var first = (await ann.ActivateAsync(link)).Worked("activateAccount");
        var second = (await ann.ActivateAsync(link)).Worked("activateAccount");

        Assert.Equal(first.Json.ToString(), second.Json.ToString());
        var events = (await (await world.SignInAsync(ann.Login)).SendAsync("{ events { nodes { type } } }")).Worked();
        Assert.Single(events.List("events.nodes"), node => node.GetProperty("type").GetString() == "ResellerActivated");
    }

    [Fact]
    public async Task A_link_works_for_seven_days_and_another_can_be_had_by_the_old_one()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("ACTIVATION");
        var old = await world.MailedTokenAsync(ann.Email, "/activate?token=");

        world.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal("ACTIVATION_EXPIRED", (await ann.ActivateAsync(old)).Code("activateAccount"));
        Assert.Equal("ACTIVATION", await ann.StepAsync());

        Assert.Equal(old, (await ann.ResendAsync(old)).Worked("resendActivation").Text("resendActivation.registration.token"));
        (await ann.ActivateAsync()).Worked("activateAccount");
    }

    [Fact]
    public async Task Another_link_is_mailed_at_most_once_a_minute_and_the_earlier_one_keeps_working()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("ACTIVATION");
        var first = await world.MailedTokenAsync(ann.Email, "/activate?token=");

        Assert.Equal("RESENT_JUST_NOW", (await ann.ResendAsync()).Code("resendActivation"));
        world.Clock.Advance(TimeSpan.FromSeconds(60));
        (await ann.ResendAsync()).Worked("resendActivation");
        Assert.Equal("RESENT_JUST_NOW", (await ann.ResendAsync()).Code("resendActivation"));

        Assert.NotEqual(first, await world.MailedTokenAsync(ann.Email, "/activate?token="));
        (await ann.ActivateAsync(first)).Worked("activateAccount");
    }

    [Fact]
    public async Task Where_operators_approve_a_confirmed_reseller_waits_for_one()
    {
        await using var world = await World.StartAsync(settings: ("Registration:ManualApproval", "true"));
        var ann = new Applicant(world);
        await ann.ReachAsync("ACTIVATION");
        var @operator = await world.OperatorAsync();
        var reseller = (await @operator.SendAsync("{ resellers { nodes { id state } } }")).Worked().Text("resellers.nodes.0.id");

        Assert.Equal("OUT_OF_STEP", (await ApproveAsync(@operator, reseller)).Code("approveReseller"));

        Assert.Equal("PENDING", (await ann.ActivateAsync()).Worked("activateAccount").Text("activateAccount.viewer.reseller.state"));
        Assert.True((await ann.ResumeAsync()).At("registration.awaitingApproval").GetBoolean());
        Assert.Equal("SIGN_IN_REFUSED", (await ann.SignInAsync()).Code("signIn"));

        Assert.Equal("ACTIVE", (await ApproveAsync(@operator, reseller)).Worked("approveReseller").Text("approveReseller.reseller.state"));
        Assert.Equal("ACTIVE", (await ApproveAsync(@operator, reseller)).Worked("approveReseller").Text("approveReseller.reseller.state"));
        (await ann.SignInAsync()).Worked("signIn");
        await world.SettleAsync();
        Assert.Single(await world.MailsToAsync(ann.Email), text => text.Contains("has been approved", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_operators_approve_and_only_whom_they_know()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var id = (await reseller.SendAsync("{ reseller { id } }")).Text("reseller.id");

        Assert.Equal("FORBIDDEN", (await ApproveAsync(reseller, id)).Codes[0]);
        Assert.Equal("UNAUTHENTICATED", (await ApproveAsync(world.Anonymous(), id)).Codes[0]);
        var unknown = Convert.ToBase64String("Reseller:999999"u8);
        Assert.Equal("NOT_FOUND", (await ApproveAsync(await world.OperatorAsync(), unknown)).Code("approveReseller"));
    }

    [Fact]
    public async Task Where_registration_is_closed_nobody_begins()
    {
        await using var world = await World.StartAsync(settings: ("Registration:Open", "false"));

        var answer = await new Applicant(world).StartAsync();

        Assert.Equal("REGISTRATION_CLOSED", answer.Code("startRegistration"));
        Assert.Contains("billing team", answer.Text("startRegistration.errors.0.message"), StringComparison.Ordinal);
    }

    private static Task<Answer> ApproveAsync(Api api, string id) => api.SendAsync(
        "mutation($id: ID!) { approveReseller(input: { resellerId: $id }) { reseller { state } errors { ... on Error { code message } } } }", new { id });
}
