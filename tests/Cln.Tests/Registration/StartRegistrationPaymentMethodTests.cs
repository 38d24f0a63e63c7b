using Cln.Billing;
using Cln.Data;
using Cln.Registration;
using Cln.Tests.Billing;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Registration;

/// <summary>The deposit as a new reseller pays it: with a card entered in Stripe's form, or a wallet approved on PayPal's page. The providers are played.</summary>
public sealed class StartRegistrationPaymentMethodTests
{
    private const string Start = "startRegistrationPaymentMethod";
    private const string Submit = "submitRegistrationPayment";
    private const string AsksEachTime = "4000 0027 6000 3184";

    [Theory]
    [InlineData("4242 4242 4242 4242", false)]
    [InlineData("4000 0025 0000 3155", true)]
    public async Task A_card_entered_in_Stripes_form_pays_the_deposit_once_and_is_kept(string number, bool asksForHolder)
    {
        await using var stage = await PayingStage.OpenAsync();
        var ann = await stage.ApplicantAsync();

        var started = (await ann.StartMethodAsync()).Worked(Start);
        Assert.Equal(("pk_test_fake", true), (started.Text($"{Start}.publishableKey"), started.IsNull($"{Start}.approvalUrl")));
        Assert.Equal("PAYMENT_DECLINED", (await ann.PayWithAsync("stripe", started.Text($"{Start}.id"))).Code(Submit));
        await stage.EnterAsync(started, number, asksForHolder);
        Assert.Equal("ACCOUNT", (await ann.PayWithAsync("stripe", started.Text($"{Start}.id"))).Worked(Submit).Text($"{Submit}.registration.step"));

        await stage.AssertPaidAsync(ann, "Visa •••• " + number[^4..]);
    }

    [Fact]
    public async Task A_wallet_approved_on_PayPals_page_pays_the_deposit_once_and_is_kept()
    {
        await using var stage = await PayingStage.OpenAsync();
        var ann = await stage.ApplicantAsync();

        var started = (await ann.StartMethodAsync("paypal")).Worked(Start);
        Assert.True(started.IsNull($"{Start}.clientSecret"));
        Assert.Equal("PAYMENT_DECLINED", (await ann.PayWithAsync("paypal", started.Text($"{Start}.id"))).Code(Submit));
        await stage.Provider.ApproveAsync(started.Text($"{Start}.approvalUrl"));
        Assert.Equal("ACCOUNT", (await ann.PayWithAsync("paypal", started.Text($"{Start}.id"))).Worked(Submit).Text($"{Submit}.registration.step"));

        await stage.AssertPaidAsync(ann, "PayPal buyer@example.com");
    }

    [Theory]
    [InlineData("stripe", "POST /v1/payment_intents/*/confirm")]
    [InlineData("paypal", "POST /v2/checkout/orders/*/capture")]
    public async Task A_deposit_of_which_only_the_webhook_tells_moves_the_registration_on(string gateway, string call)
    {
        await using var stage = await PayingStage.OpenAsync();
        var ann = await stage.ApplicantAsync();
        var started = await stage.EnteredAsync(ann, gateway);
        await stage.Provider.FaultAsync(call, "after-reset");

        Assert.Equal("PAYMENT", (await ann.PayWithAsync(gateway, started)).Worked(Submit).Text($"{Submit}.registration.step"));
        await stage.HearAsync();

        await stage.AssertPaidAsync(ann);
    }

    [Theory]
    [InlineData("stripe")]
    [InlineData("paypal")]
    public async Task After_a_decline_another_one_can_be_begun_and_pays(string gateway)
    {
        await using var stage = await PayingStage.OpenAsync();
        var ann = await stage.ApplicantAsync();
        var refused = await stage.EnteredAsync(ann, gateway, declines: true);

        var declined = await ann.PayWithAsync(gateway, refused);
        Assert.Equal("PAYMENT_DECLINED", declined.Code(Submit));
        Assert.Equal("PAYMENT", await ann.StepAsync());
        Assert.Equal("ACCOUNT", (await ann.PayWithAsync(gateway, await stage.EnteredAsync(ann, gateway))).Worked(Submit).Text($"{Submit}.registration.step"));

        await stage.AssertPaidAsync(ann);
    }

    [Theory]
    [InlineData("stripe")]
    [InlineData("paypal")]
    public async Task What_one_has_entered_is_not_anothers_to_pay_with(string gateway)
    {
        await using var stage = await PayingStage.OpenAsync();
        var ann = await stage.ApplicantAsync();
        var eve = await stage.ApplicantAsync("eve");
        var anns = await stage.EnteredAsync(ann, gateway);

        // Whether the gateway knows them yet or not.
        Assert.Equal("PAYMENT_DECLINED", (await eve.PayWithAsync(gateway, anns)).Code(Submit));
        await stage.EnteredAsync(eve, gateway);
        Assert.Equal("PAYMENT_DECLINED", (await eve.PayWithAsync(gateway, anns)).Code(Submit));
        Assert.Empty((await stage.Provider.BooksAsync()).Charges);

        (await ann.PayWithAsync(gateway, anns)).Worked(Submit);
        await stage.AssertPaidAsync(ann);
    }

    [Theory]
    [InlineData("sent again")]
    [InlineData("webhook")]
    [InlineData("janitor")]
    public async Task A_bank_that_asks_for_the_holder_at_the_charge_is_answered_and_the_registration_goes_on(string by)
    {
        await using var stage = await PayingStage.OpenAsync();
        var ann = await stage.ApplicantAsync();
        var card = await stage.EnteredAsync(ann, "stripe", AsksEachTime);
        var key = World.Key();

        var asked = (await ann.PayWithAsync("stripe", card, key)).Worked(Submit);
        Assert.Equal("PAYMENT", asked.Text($"{Submit}.registration.step"));
        Assert.Equal("pk_test_fake", asked.Text($"{Submit}.registration.payerAction.publishableKey"));
        var secret = (await ann.ResumeAsync()).Text("registration.payerAction.clientSecret");
        Assert.Equal("PAYMENT", (await ann.PayWithAsync("stripe", card, key)).Worked(Submit).Text($"{Submit}.registration.step"));
        await stage.ConfirmAsync(secret);
        if (by == "webhook")
        {
            await stage.HearAsync();
        }
        else if (by == "janitor")
        {
            stage.World.Clock.Advance(TimeSpan.FromMinutes(2));
            await stage.World.RunJobsAsync();
        }
        else
        {
            Assert.Equal("ACCOUNT", (await ann.PayWithAsync("stripe", card, key)).Worked(Submit).Text($"{Submit}.registration.step"));
        }

        Assert.True((await ann.ResumeAsync()).IsNull("registration.payerAction"));
        await stage.AssertPaidAsync(ann);
    }

    [Fact]
    public async Task A_holder_who_fails_at_the_bank_has_paid_nothing_and_tries_another_card()
    {
        await using var stage = await PayingStage.OpenAsync();
        var ann = await stage.ApplicantAsync();
        var card = await stage.EnteredAsync(ann, "stripe", AsksEachTime);
        var key = World.Key();
        var secret = (await ann.PayWithAsync("stripe", card, key)).Text($"{Submit}.registration.payerAction.clientSecret");
        await stage.ConfirmAsync(secret, passes: false);
        await stage.HearAsync();

        Assert.True((await ann.ResumeAsync()).IsNull("registration.payerAction"));
        Assert.Equal("PAYMENT_DECLINED", (await ann.PayWithAsync("stripe", card, key)).Code(Submit));
        (await ann.PayWithAsync("stripe", await stage.EnteredAsync(ann, "stripe"))).Worked(Submit);

        await stage.AssertPaidAsync(ann);
    }

    [Fact]
    public async Task A_payer_who_takes_another_card_instead_of_confirming_pays_with_that_one_alone()
    {
        await using var stage = await PayingStage.OpenAsync();
        var ann = await stage.ApplicantAsync();
        var asked = await ann.PayWithAsync("stripe", await stage.EnteredAsync(ann, "stripe", AsksEachTime));
        var secret = asked.Text($"{Submit}.registration.payerAction.clientSecret");

        Assert.Equal("ACCOUNT", (await ann.PayWithAsync("stripe", await stage.EnteredAsync(ann, "stripe"))).Worked(Submit).Text($"{Submit}.registration.step"));

        using var late = await stage.Provider.Http.GetAsync($"/3ds/{secret.Split("_secret_")[0]}?client_secret={secret}");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, late.StatusCode);
        await stage.AssertPaidAsync(ann, "Visa •••• 4242");
    }

    [Fact]
    public async Task A_payer_who_has_confirmed_and_then_takes_another_card_has_paid_with_the_first()
    {
        await using var stage = await PayingStage.OpenAsync();
        var ann = await stage.ApplicantAsync();
        var asked = await ann.PayWithAsync("stripe", await stage.EnteredAsync(ann, "stripe", AsksEachTime));
        await stage.ConfirmAsync(asked.Text($"{Submit}.registration.payerAction.clientSecret"));

        Assert.Equal("ACCOUNT", (await ann.PayWithAsync("stripe", await stage.EnteredAsync(ann, "stripe"))).Worked(Submit).Text($"{Submit}.registration.step"));

        await stage.AssertPaidAsync(ann, "Visa •••• 3184");
    }

    [Fact]
    public async Task A_confirmation_that_never_came_is_told_and_the_same_attempt_does_not_wait_for_ever()
    {
        await using var stage = await PayingStage.OpenAsync();
        var ann = await stage.ApplicantAsync();
        var card = await stage.EnteredAsync(ann, "stripe", AsksEachTime);
        var key = World.Key();
        (await ann.PayWithAsync("stripe", card, key)).Worked(Submit);

        stage.World.Clock.Advance(TimeSpan.FromHours(25));
        await stage.World.RunJobsAsync();

        Assert.Equal("PAYMENT_DECLINED", (await ann.PayWithAsync("stripe", card, key)).Code(Submit));
        (await ann.PayWithAsync("stripe", await stage.EnteredAsync(ann, "stripe"))).Worked(Submit);
        await stage.AssertPaidAsync(ann);
    }

    [Fact]
    public async Task Until_a_payment_is_submitted_the_tier_can_be_changed_and_its_price_is_paid()
    {
        await using var stage = await PayingStage.OpenAsync();
        var ann = await stage.ApplicantAsync();
        var card = await stage.EnteredAsync(ann, "stripe");

        Assert.Equal("PAYMENT", (await ann.ChooseAsync("gold")).Worked("chooseDeposit").Text("chooseDeposit.registration.step"));
        (await ann.PayWithAsync("stripe", card)).Worked(Submit);

        await stage.AssertPaidAsync(ann, amount: "3000.00");
        Assert.Equal("gold", (await (await stage.World.SignInAsync(ann.Login)).SendAsync("{ reseller { tier { code } } }")).Worked().Text("reseller.tier.code"));
    }

    [Fact]
    public async Task What_was_begun_and_left_is_forgotten_after_thirty_days_with_its_account_closed()
    {
        await using var stage = await PayingStage.OpenAsync();
        var begun = await stage.ApplicantAsync("begun");
        await stage.EnteredAsync(begun, "paypal");
        var unconfirmed = await stage.ApplicantAsync("unconfirmed");
        (await unconfirmed.PayWithAsync("stripe", await stage.EnteredAsync(unconfirmed, "stripe", AsksEachTime))).Worked(Submit);
        var paid = await stage.ApplicantAsync("paid");
        (await paid.PayWithAsync("stripe", await stage.EnteredAsync(paid, "stripe"))).Worked(Submit);

        stage.World.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1));
        await stage.World.RunJobAsync<PurgeAbandonedRegistrations>();
        Assert.Equal(["registration", "PAYMENT", "ACCOUNT"], [(await begun.ResumeAsync()).IsNull("registration") ? "registration" : "", await unconfirmed.StepAsync(), await paid.StepAsync()]);
        await stage.World.RunJobsAsync();
        await stage.World.RunJobAsync<PurgeAbandonedRegistrations>();

        Assert.True((await unconfirmed.ResumeAsync()).IsNull("registration"));
        Assert.Equal("ACCOUNT", await paid.StepAsync());
        Assert.Equal(
            [ResellerState.Closed, ResellerState.Closed, ResellerState.Pending],
            await stage.World.InUnitAsync((ClnDbContext db) => db.Resellers.OrderBy(reseller => reseller.Id).Select(reseller => reseller.State).ToListAsync()));
    }

    [Fact]
    public async Task Nothing_is_begun_in_another_step_with_a_wrong_token_or_wrong_details()
    {
        await using var stage = await PayingStage.OpenAsync();
        var ann = new Applicant(stage.World);
        await ann.ReachAsync("AGREEMENT");
        Assert.Equal("AGREEMENT", (await ann.StartMethodAsync()).Text($"{Start}.errors.0.due"));
        await ann.AcceptAsync();
        Assert.Equal("UNKNOWN_REGISTRATION", (await ann.StartMethodAsync(with: new { token = "made-up" })).Code(Start));
        Assert.Equal("INVALID_INPUT", (await ann.StartMethodAsync(with: new { email = "ann" })).Code(Start));
        for (var tries = 0; tries < 11; tries++) Assert.Equal("INVALID_INPUT", (await ann.StartMethodAsync(with: new { returnUrl = "javascript:alert(1)" })).Code(Start));
        Assert.Equal("GATEWAY_NOT_CONFIGURED", (await ann.StartMethodAsync("barter")).Code(Start));
        Assert.Equal("PAYMENT_METHOD_REFUSED", (await ann.StartMethodAsync("sandbox")).Code(Start));
        (await ann.PayAsync()).Worked(Submit);
        Assert.Equal("ACCOUNT", (await ann.StartMethodAsync()).Text($"{Start}.errors.0.due"));
    }

    [Fact]
    public async Task A_tier_that_has_changed_since_it_was_chosen_is_chosen_again_first()
    {
        await using var stage = await PayingStage.OpenAsync();
        var ann = await stage.ApplicantAsync();
        await stage.World.InUnitAsync((ClnDbContext db) => db.PriceListTiers.Where(tier => tier.Code == "silver").ExecuteUpdateAsync(set => set.SetProperty(tier => tier.Deposit, new Money(120_000))));

        Assert.Equal("TIER_CHANGED", (await ann.StartMethodAsync()).Code(Start));
        Assert.Equal("CHOOSE_DEPOSIT", (await ann.StartMethodAsync()).Text($"{Start}.errors.0.due"));

        await ann.ChooseAsync("silver");
        (await ann.PayWithAsync("stripe", await stage.EnteredAsync(ann, "stripe"))).Worked(Submit);
        await stage.AssertPaidAsync(ann, amount: "1200.00");
    }

    [Fact]
    public async Task Where_registration_is_closed_nothing_new_is_begun()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("PAYMENT");

        await using var scope = world.PlatformScope();
        var closed = new RegistrationSettings(Open: false, ManualApproval: false, new("https://portal.example"));
        var payment = Microsoft.Extensions.DependencyInjection.ActivatorUtilities.CreateInstance<DepositPayment>(scope.ServiceProvider, closed);
        await Assert.ThrowsAsync<RegistrationClosed>(() => payment.PrepareMethodAsync(ann.Token, new("Ann", "Ott", "Ann", "DE", ann.Email), CancellationToken.None));
    }

    [Fact]
    public async Task Without_Billing_there_is_no_gateway_and_nothing_is_due()
    {
        await using var world = await World.StartAsync(settings: ("Modules:Billing:Enabled", "false"));
        var ann = new Applicant(world);
        (await ann.StartAsync("standard")).Worked("startRegistration");
        (await ann.AcceptAsync()).Worked("acceptAgreement");

        Assert.Equal("GATEWAY_NOT_CONFIGURED", (await ann.StartMethodAsync()).Code(Start));
        Assert.True((await ann.ResumeAsync()).IsNull("registration.payerAction"));
        Assert.Equal("ACCOUNT", (await ann.PayAsync()).Worked(Submit).Text($"{Submit}.registration.step"));
    }
}
