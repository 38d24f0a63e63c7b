using Cln.Contracts;
using Cln.Registration;
using Registering = Cln.Registration.Registration;

namespace Cln.Tests.Registration;

public sealed class RegistrationTests
{
    private static readonly DateTimeOffset now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Agreement second = new() { Version = 2, Text = "…", PublishedAt = now };

    [Fact]
    public void The_steps_follow_one_another_to_an_active_reseller()
    {
        var registration = Begun();
        var reseller = AReseller();
        Assert.Equal(RegistrationStep.Agreement, registration.Step);

        registration.Accept(2, second, now, IpAddress.Parse("198.51.100.7"));
        Assert.Equal((RegistrationStep.Payment, 2, now, IpAddress.Parse("198.51.100.7")),
            (registration.Step, registration.AgreementVersion, registration.AgreementAcceptedAt, registration.AgreementAcceptedFrom));

        registration.Know(7, "Host One", "ann@host.example");
        registration.DepositArrived();
        Assert.Equal((RegistrationStep.Account, "Host One", "ann@host.example"), (registration.Step, registration.Company, registration.Email));

        registration.AccountOpened();
        registration.Confirm(now);
        Assert.True(registration.AwaitingApproval);
        Assert.True(registration.Activate(reseller));
        Assert.Equal((RegistrationStep.Done, ResellerState.Active, false), (registration.Step, reseller.State, registration.AwaitingApproval));
        Assert.False(registration.Activate(reseller));
    }

    [Fact]
    public void A_step_before_its_time_is_told_which_one_is_due()
    {
        var registration = Begun();

        Assert.Equal(RegistrationStep.Agreement, Assert.Throws<OutOfStep>(() => registration.Know(7, "Host One", "ann@host.example")).Due);

        registration.Accept(2, second, now, from: null);
        registration.Know(7, "Host One", "ann@host.example");
        registration.DepositArrived();
        Assert.Equal(RegistrationStep.Account, Assert.Throws<OutOfStep>(() => registration.Accept(2, second, now, from: null)).Due);
        Assert.Equal(RegistrationStep.Account, Assert.Throws<OutOfStep>(() => registration.Choose(new("gold", "Gold", new(300_000)))).Due);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Only_the_current_agreement_can_be_accepted(int version)
    {
        var registration = Begun();

        Assert.Equal(2, Assert.Throws<AgreementOutdated>(() => registration.Accept(version, second, now, from: null)).Current);
        Assert.Equal((RegistrationStep.Agreement, null), (registration.Step, registration.AgreementVersion));
    }

    [Fact]
    public void The_tier_can_be_chosen_again_until_a_payment_is_submitted()
    {
        var registration = Begun();
        registration.Choose(new("gold", "Gold", new(300_000)));
        Assert.Equal((RegistrationStep.Agreement, new Tier("gold", "Gold", new(300_000))), (registration.Step, registration.Tier));

        registration.Accept(2, second, now, from: null);
        registration.ChooseAgain();
        registration.Choose(new("silver", "Silver", new(110_000)));
        Assert.Equal((RegistrationStep.Payment, new Money(110_000)), (registration.Step, registration.Tier.Deposit));

        registration.Know(7, "Host One", "ann@host.example");
        registration.Choose(new("gold", "Gold", new(300_000)));
        registration.SubmitPayment("the-first-attempt");
        Assert.Equal("TIER_IS_FIXED", Assert.Throws<TierIsFixed>(() => registration.Choose(new("gold", "Gold", new(300_000)))).Code);
    }

    [Fact]
    public void A_reseller_that_an_operator_has_closed_is_not_activated()
    {
        var reseller = AReseller();
        reseller.State = ResellerState.Closed;

        Assert.False(Begun().Activate(reseller));
        Assert.Equal(ResellerState.Closed, reseller.State);
    }

    [Fact]
    public void A_secret_is_kept_as_its_hash_alone()
    {
        var registration = Begun();
        var mailed = registration.IssueActivation(now);

        Assert.Matches("^[A-Za-z0-9_-]{43}$", registration.Token);
        Assert.NotEqual(registration.Token, mailed);
        Assert.Equal([Secret.HashOf(registration.Token), Secret.HashOf(mailed)], registration.Tokens.Select(token => token.Hash));
        Assert.Equal([null, now.AddDays(7)], registration.Tokens.Select(token => token.ExpiresAt));
    }

    private static Registering Begun() => Registering.Start(new("silver", "Silver", new(100_000)), now);

    private static Reseller AReseller() => new()
    {
        Name = "Host One",
        Login = "",
        BillingEmail = "ann@host.example",
        TierCode = "silver",
        FirstName = "Ann",
        LastName = "Ott",
        Country = "DE",
        CreatedAt = now,
    };
}
