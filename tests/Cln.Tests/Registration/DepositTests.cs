using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Cln.Host.Data;
using Cln.Registration;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Registration;

public sealed class DepositTests
{
    [Fact]
    public async Task After_a_decline_another_card_can_be_tried_and_the_deposit_is_taken_once()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("PAYMENT");

        var declined = await ann.PayAsync("pm_card_chargeDeclined");
        Assert.Equal("PAYMENT_DECLINED", declined.Code("submitRegistrationPayment"));
        Assert.Contains("Your card was declined", declined.Text("submitRegistrationPayment.errors.0.message"), StringComparison.Ordinal);
        Assert.Equal("PAYMENT", await ann.StepAsync());
        Assert.Equal("TIER_IS_FIXED", (await ann.ChooseAsync("gold")).Code("chooseDeposit"));

        Assert.Equal("ACCOUNT", (await ann.PayAsync(with: new { company = "Ann & Co" })).Worked("submitRegistrationPayment").Text("submitRegistrationPayment.registration.step"));
        await ann.CompleteAsync();
        await ann.ActivateAsync();
        Assert.Equal("Ann & Co paid 1000.00", await PaidAsync(world, ann));
    }

    [EveryDatabase]
    public async Task Five_submissions_at_once_with_one_key_take_one_deposit_for_one_account(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var ann = new Applicant(world);
        await ann.ReachAsync("PAYMENT");
        var key = World.Key();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ann.PayAsync(key: key)));

        Assert.All(answers, answer => Assert.True(answer.Code("submitRegistrationPayment") is null or "IDEMPOTENCY_IN_PROGRESS", answer.Json.ToString()));
        await AssertPaidOnceAsync(world, ann);
    }

    [EveryDatabase]
    public async Task Five_submissions_at_once_with_keys_of_their_own_take_one_deposit_for_one_account(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var ann = new Applicant(world);
        await ann.ReachAsync("PAYMENT");

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ann.PayAsync()));

        Assert.All(answers, answer => answer.Worked("submitRegistrationPayment"));
        await AssertPaidOnceAsync(world, ann);
    }

    [Fact]
    public async Task Sent_again_after_it_was_paid_it_takes_nothing_and_shows_where_the_registration_stands()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("ACTIVATION");

        Assert.Equal("ACTIVATION", (await ann.PayAsync(with: new { company = "Somebody else" })).Worked("submitRegistrationPayment").Text("submitRegistrationPayment.registration.step"));

        await ann.ActivateAsync();
        Assert.Equal("ann Hosting paid 1000.00", await PaidAsync(world, ann));
    }

    [Fact]
    public async Task A_payment_whose_answer_was_lost_moves_the_registration_on_when_the_money_arrives()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("PAYMENT");

        var answer = (await ann.PayAsync("pm_card_answerLost")).Worked("submitRegistrationPayment");
        Assert.Equal("PAYMENT", answer.Text("submitRegistrationPayment.registration.step"));

        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await world.RunJobsAsync();
        Assert.Equal("ACCOUNT", await ann.StepAsync());
        ann.Token = await world.MailedTokenAsync(ann.Email, "/register?token=");
        await ann.CompleteAsync();
        await ann.ActivateAsync();
        Assert.Equal("ann Hosting paid 1000.00", await PaidAsync(world, ann));
    }

    [Fact]
    public async Task A_host_that_dies_between_the_payment_and_its_note_loses_nothing()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("PAYMENT");
        await PayWithoutNoteAsync(world, ann);

        Assert.Equal("ACCOUNT", (await ann.PayAsync()).Worked("submitRegistrationPayment").Text("submitRegistrationPayment.registration.step"));

        await ann.CompleteAsync();
        await ann.ActivateAsync();
        Assert.Equal("ann Hosting paid 1000.00", await PaidAsync(world, ann));
    }

    [Fact]
    public async Task The_arrival_of_the_money_is_mailed_once_whoever_notes_it()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("ACCOUNT");
        await world.SettleAsync();
        await ann.PayAsync();
        await world.SettleAsync();

        Assert.Single(await world.MailsToAsync(ann.Email), text => text.Contains("your deposit of 1000.00 USD has arrived", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tier_that_has_changed_since_it_was_chosen_is_chosen_again_before_anything_is_taken()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("PAYMENT");
        await using (var scope = world.PlatformScope())
            await scope.ServiceProvider.GetRequiredService<ClnDbContext>().PriceListTiers.Where(tier => tier.Code == "silver").ExecuteUpdateAsync(set => set.SetProperty(tier => tier.Deposit, new Money(120_000)));

        Assert.Equal("TIER_CHANGED", (await ann.PayAsync()).Code("submitRegistrationPayment"));
        Assert.Equal("CHOOSE_DEPOSIT", await ann.StepAsync());
        Assert.Equal("CHOOSE_DEPOSIT", (await ann.PayAsync()).Text("submitRegistrationPayment.errors.0.due"));

        Assert.Equal("PAYMENT", (await ann.ChooseAsync("silver")).Worked("chooseDeposit").Text("chooseDeposit.registration.step"));
        (await ann.PayAsync()).Worked("submitRegistrationPayment");
        await ann.CompleteAsync();
        await ann.ActivateAsync();
        Assert.Equal("ann Hosting paid 1200.00", await PaidAsync(world, ann));
    }

    [Theory]
    [InlineData("firstName", " ")]
    [InlineData("lastName", "Ott\nBcc: eve@eve.example")]
    [InlineData("company", "\u202Egpj")]
    [InlineData("country", "Germany")]
    [InlineData("country", "XX")]
    [InlineData("email", "ann@ann")]
    [InlineData("email", "ann@ann.example\r\nBcc: eve@eve.example")]
    public async Task A_detail_that_is_not_acceptable_is_named_and_nothing_is_taken(string field, string value)
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("PAYMENT");

        var answer = await ann.PayAsync(with: field switch
        {
            "firstName" => new { firstName = value },
            "lastName" => new { lastName = value },
            "company" => new { company = value },
            "country" => new { country = value },
            _ => new { email = value },
        });

        Assert.Equal("INVALID_INPUT", answer.Code("submitRegistrationPayment"));
        Assert.StartsWith($"{field}:", answer.Text("submitRegistrationPayment.errors.0.message"), StringComparison.Ordinal);
        Assert.True((await ann.ResumeAsync()).IsNull("registration.company"));
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_has_tried_no_card()
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("PAYMENT");

        for (var tries = 0; tries < 6; tries++)
            Assert.Equal("GATEWAY_NOT_CONFIGURED", (await ann.PayAsync(with: new { paymentMethod = new { gateway = "barter", token = "one-goat" } })).Code("submitRegistrationPayment"));

        Assert.Equal("ACCOUNT", (await ann.PayAsync()).Worked("submitRegistrationPayment").Text("submitRegistrationPayment.registration.step"));
    }

    [Theory]
    [InlineData("AUTO_ADD_FUNDS", null)]
    [InlineData("AUTO_ADD_FUNDS", "0.00")]
    [InlineData("AUTO_ADD_FUNDS", "-1.00")]
    [InlineData("AUTO_ADD_FUNDS", "100.00")]
    [InlineData("AUTO_REPAY", "500.00")]
    public async Task An_autopayment_amount_goes_with_its_type(string type, string? amount)
    {
        await using var world = await World.StartAsync();
        var ann = new Applicant(world);
        await ann.ReachAsync("PAYMENT");

        Assert.Equal("INVALID_INPUT", (await ann.PayAsync(with: new { autopayment = new { type, amount } })).Code("submitRegistrationPayment"));
        Assert.Equal("ACCOUNT", (await ann.PayAsync(with: new { autopayment = new { type = "AUTO_ADD_FUNDS", amount = "500.00" } })).Worked("submitRegistrationPayment").Text("submitRegistrationPayment.registration.step"));
    }

    private static async Task PayWithoutNoteAsync(World world, Applicant ann)
    {
        await using var scope = world.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var prepared = await services.GetRequiredService<IUnitOfWork>().CommitAsync(
            () => services.GetRequiredService<DepositPayment>().PrepareAsync(ann.Token, new("Ann", "Ott", "ann Hosting", "DE", ann.Email), World.Key(), CancellationToken.None), CancellationToken.None);
        var outcome = await services.GetRequiredService<IPayments>().TakeDepositAsync(
            new(prepared.Registration.ResellerId!.Value, prepared.Registration.Deposit, "sandbox", "pm_card_visa", AutopaymentType.None, null, World.Key()), CancellationToken.None);
        Assert.True(outcome.Paid);
    }

    private static async Task AssertPaidOnceAsync(World world, Applicant ann)
    {
        await world.SettleAsync();
        Assert.Equal("ACCOUNT", await ann.StepAsync());
        await using (var scope = world.PlatformScope())
            Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<ClnDbContext>().Resellers.CountAsync());
        await ann.CompleteAsync();
        await ann.ActivateAsync();
        Assert.Equal("ann Hosting paid 1000.00", await PaidAsync(world, ann));
        Assert.Single(await world.MailsToAsync(ann.Email), text => text.Contains("has arrived", StringComparison.Ordinal));
    }

    /// <summary>The company, and each amount that was booked.</summary>
    private static async Task<string> PaidAsync(World world, Applicant ann)
    {
        var answer = (await (await world.SignInAsync(ann.Login)).SendAsync("{ reseller { name } ledgerEntries { nodes { amount } } }")).Worked();
        return $"{answer.Text("reseller.name")} paid {string.Join(" and ", answer.List("ledgerEntries.nodes").Select(entry => entry.GetProperty("amount").GetString()))}";
    }
}
