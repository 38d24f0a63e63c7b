namespace Cln.Tests.Registration;

public sealed class WizardTests
{
    [Fact]
    public async Task Four_steps_and_a_mailed_link_lead_to_a_reseller_who_can_sign_in_with_the_deposit_as_balance()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);

        var started = (await ann.StartAsync("gold")).Worked("startRegistration");
        Assert.Equal(("AGREEMENT", "gold", "3000.00"), (started.Text("startRegistration.registration.step"), started.Text("startRegistration.registration.tier.code"), started.Text("startRegistration.registration.tier.deposit")));
        Assert.Equal("PAYMENT", (await ann.AcceptAsync()).Worked("acceptAgreement").Text("acceptAgreement.registration.step"));

        var paid = (await ann.PayAsync()).Worked("submitRegistrationPayment");
        Assert.Equal(("ACCOUNT", "ann Hosting", ann.Token), (paid.Text("submitRegistrationPayment.registration.step"), paid.Text("submitRegistrationPayment.registration.company"), paid.Text("submitRegistrationPayment.registration.token")));

        var completed = (await ann.CompleteAsync(new { phone = "+49 30 1234567", postalCode = "10115", vatId = "de 123 456 789" })).Worked("completeRegistration");
        Assert.Equal("ACTIVATION", completed.Text("completeRegistration.registration.step"));
        Assert.Equal("SIGN_IN_REFUSED", (await ann.SignInAsync()).Code("signIn"));

        var activated = (await ann.ActivateAsync()).Worked("activateAccount");
        Assert.Equal((ann.Login, ann.Email, "ADMIN", "ann Hosting", "ACTIVE"),
            (activated.Text("activateAccount.viewer.login"), activated.Text("activateAccount.viewer.email"), activated.Text("activateAccount.viewer.role"),
            activated.Text("activateAccount.viewer.reseller.name"), activated.Text("activateAccount.viewer.reseller.state")));
        Assert.Equal("DONE", await ann.StepAsync());

        var reseller = await world.SignInAsync(ann.Login);
        var seen = (await reseller.SendAsync("{ balance { amount } reseller { tier { code } billingEmail phone street city postalCode vatId country } events { nodes { type } } }")).Worked();
        Assert.Equal(("3000.00", "gold", "billing@ann.example", "+49 30 1234567", "DE123456789", "DE"),
            (seen.Text("balance.amount"), seen.Text("reseller.tier.code"), seen.Text("reseller.billingEmail"), seen.Text("reseller.phone"), seen.Text("reseller.vatId"), seen.Text("reseller.country")));
        Assert.Single(seen.List("events.nodes"), node => node.GetProperty("type").GetString() == "ResellerActivated");
        Assert.DoesNotContain(await world.MailsToAsync(ann.Email), text => text.Contains("correct horse battery", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AGREEMENT", "PAY COMPLETE RESEND")]
    [InlineData("PAYMENT", "COMPLETE RESEND")]
    [InlineData("ACCOUNT", "CHOOSE ACCEPT RESEND")]
    [InlineData("ACTIVATION", "CHOOSE ACCEPT COMPLETE")]
    [InlineData("DONE", "CHOOSE ACCEPT COMPLETE RESEND")]
    public async Task A_step_out_of_order_is_refused_with_the_one_that_is_due(string due, string tried)
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync(due);

        foreach (var step in tried.Split(' '))
        {
            var (mutation, answer) = step switch
            {
                "CHOOSE" => ("chooseDeposit", await ann.ChooseAsync("gold")),
                "ACCEPT" => ("acceptAgreement", await ann.AcceptAsync()),
                "PAY" => ("submitRegistrationPayment", await ann.PayAsync()),
                "COMPLETE" => ("completeRegistration", await ann.CompleteAsync()),
                _ => ("resendActivation", await ann.ResendAsync()),
            };
            Assert.Equal("OUT_OF_STEP", answer.Code(mutation));
            Assert.Equal(due, answer.Text($"{mutation}.errors.0.due"));
            Assert.True(answer.IsNull($"{mutation}.registration"));
            Assert.Equal(due, await ann.StepAsync());
        }
    }

    [Fact]
    public async Task A_token_that_was_never_given_out_opens_nothing()
    {
        await using var world = await World.StartAsync();
        var stranger = new Applicant(world) { Token = new('A', 43) };

        Assert.True((await stranger.ResumeAsync()).Worked().IsNull("registration"));
        Assert.Equal("UNKNOWN_REGISTRATION", (await stranger.AcceptAsync()).Code("acceptAgreement"));
        Assert.Equal("UNKNOWN_REGISTRATION", (await stranger.ChooseAsync("gold")).Code("chooseDeposit"));
        Assert.Equal("UNKNOWN_REGISTRATION", (await stranger.PayAsync()).Code("submitRegistrationPayment"));
        Assert.Equal("UNKNOWN_REGISTRATION", (await stranger.CompleteAsync()).Code("completeRegistration"));
        Assert.Equal("UNKNOWN_REGISTRATION", (await stranger.ResendAsync()).Code("resendActivation"));
        Assert.Equal("UNKNOWN_ACTIVATION", (await stranger.ActivateAsync(stranger.Token)).Code("activateAccount"));
    }

    [Fact]
    public async Task A_registration_opens_with_its_own_token_alone()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        var bob = new Applicant(world, "bob");
        await ann.ReachAsync("ACCOUNT");
        await bob.ReachAsync("AGREEMENT");

        Assert.True((await bob.ResumeAsync()).Worked().IsNull("registration.company"));
        Assert.Equal("OUT_OF_STEP", (await bob.CompleteAsync(new { login = "bobs-login" })).Code("completeRegistration"));
        Assert.Equal("ACCOUNT", await ann.StepAsync());
        Assert.Equal("UNKNOWN_ACTIVATION", (await bob.ActivateAsync(ann.Token)).Code("activateAccount"));
    }

    [Fact]
    public async Task Both_mailed_links_go_on_with_the_registration_where_it_was_left()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("PAYMENT");
        Assert.Equal("PAYMENT_DECLINED", (await ann.PayAsync("pm_card_chargeDeclined")).Code("submitRegistrationPayment"));

        ann.Token = await world.MailedTokenAsync(ann.Email, "/register?token=");
        Assert.Equal("PAYMENT", await ann.StepAsync());
        (await ann.PayAsync()).Worked("submitRegistrationPayment");

        var second = await world.MailedTokenAsync(ann.Email, "/register?token=");
        Assert.NotEqual(ann.Token, second);
        ann.Token = second;
        Assert.Equal(second, (await ann.ResumeAsync()).Text("registration.token"));
        Assert.Equal("ACTIVATION", (await ann.CompleteAsync()).Worked("completeRegistration").Text("completeRegistration.registration.step"));
    }

    [Fact]
    public async Task An_unknown_tier_is_refused_and_a_known_one_can_replace_the_choice()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);

        Assert.Equal("UNKNOWN_TIER", (await ann.StartAsync("bronze")).Code("startRegistration"));
        await ann.ReachAsync("PAYMENT");
        Assert.Equal("UNKNOWN_TIER", (await ann.ChooseAsync("bronze")).Code("chooseDeposit"));

        var chosen = (await ann.ChooseAsync("platinum")).Worked("chooseDeposit");
        Assert.Equal(("PAYMENT", "10000.00"), (chosen.Text("chooseDeposit.registration.step"), chosen.Text("chooseDeposit.registration.tier.deposit")));
    }

    [Fact]
    public async Task A_reseller_who_is_signed_in_does_not_act_for_another_by_its_registration()
    {
        await using var world = await World.StartAsync();
        var other = await world.ResellerAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("ACTIVATION");
        var link = await world.MailedTokenAsync(ann.Email, "/activate?token=");

        var answer = await other.SendAsync("mutation($token: String!) { activateAccount(input: { token: $token }) { viewer { login } errors { ... on Error { code } } } }", new { token = link });

        Assert.Equal("SIGNED_IN_ELSEWHERE", answer.Code("activateAccount"));
        Assert.Equal("ACTIVATION", await ann.StepAsync());
    }
}
