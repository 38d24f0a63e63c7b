using Cln.Contracts;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Registration;

/// <summary>A hosting company on its way to becoming a reseller. Whoever has the token can go on with it, from any device.</summary>
internal sealed class Registration
{
    /// <summary>How long an activation link works.</summary>
    internal static readonly TimeSpan ActivationLife = TimeSpan.FromDays(7);

    [Hidden] public long Id { get; private set; }

    /// <summary>The token that the caller came with, or has just been given. It is the only key to this registration: keep it.</summary>
    public string Token { get; set; } = "";

    /// <summary>The step that is due.</summary>
    public RegistrationStep Step { get; private set; }

    /// <summary>The chosen tier, with the deposit that will be charged.</summary>
    public Tier Tier => new(TierCode, TierName, Deposit);

    /// <summary>Where mail about this registration goes; null before the payment step.</summary>
    public string? Email { get; private set; }

    /// <summary>The company's name; null before the payment step.</summary>
    public string? Company { get; private set; }

    /// <summary>The version of the agreement that has been accepted; null before.</summary>
    public int? AgreementVersion { get; private set; }

    /// <summary>True when everything is done but an operator's approval, which the activation then waits for.</summary>
    public bool AwaitingApproval => Step == RegistrationStep.Activation && ConfirmedAt is not null;

    [Hidden] public string TierCode { get; private set; } = "";

    [Hidden] public string TierName { get; private set; } = "";

    [Hidden] public Money Deposit { get; private set; }

    [Hidden] public DateTimeOffset? AgreementAcceptedAt { get; private set; }

    [Hidden] public IpAddress? AgreementAcceptedFrom { get; private set; }

    /// <summary>The account that the deposit is paid to; made when a card or wallet is begun to be kept, or with the first payment.</summary>
    [Hidden] public long? ResellerId { get; private set; }

    /// <summary>The payer's name for the latest payment that was submitted; null before the first.</summary>
    [Hidden] public string? PaymentKey { get; private set; }

    /// <summary>When the activation link was followed.</summary>
    [Hidden] public DateTimeOffset? ConfirmedAt { get; private set; }

    [Hidden] public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When somebody last did something with it.</summary>
    [Hidden] public DateTimeOffset TouchedAt { get; private set; }

    internal List<RegistrationToken> Tokens { get; } = [];

    internal static Registration Start(Tier tier, DateTimeOffset now)
    {
        var registration = new Registration { Step = RegistrationStep.Agreement, CreatedAt = now, TouchedAt = now };
        registration.Take(tier);
        registration.Token = registration.Issue(TokenPurpose.Wizard, now);
        return registration;
    }

    /// <summary>Makes one more secret that opens this registration.</summary>
    internal string Issue(TokenPurpose purpose, DateTimeOffset now, TimeSpan? life = null)
    {
        var secret = Secret.New();
        Tokens.Add(new() { Hash = Secret.HashOf(secret), Purpose = purpose, CreatedAt = now, ExpiresAt = now + life });
        return secret;
    }

    internal string IssueActivation(DateTimeOffset now) => Issue(TokenPurpose.Activation, now, ActivationLife);

    internal void Choose(Tier tier)
    {
        Require(RegistrationStep.ChooseDeposit, RegistrationStep.Agreement, RegistrationStep.Payment);
        if (PaymentKey is not null) throw new TierIsFixed(TierName);
        Take(tier);
        Step = AgreementVersion is null ? RegistrationStep.Agreement : RegistrationStep.Payment;
    }

    internal void Accept(int version, Agreement current, DateTimeOffset now, IpAddress? from)
    {
        Require(RegistrationStep.Agreement, RegistrationStep.Payment);
        if (version != current.Version) throw new AgreementOutdated(current.Version);
        AgreementVersion = version;
        AgreementAcceptedAt = now;
        AgreementAcceptedFrom = from;
        Step = RegistrationStep.Payment;
    }

    /// <summary>The tier isn't offered any more as it was chosen: the choice is due again.</summary>
    internal void ChooseAgain() => Step = RegistrationStep.ChooseDeposit;

    /// <summary>Keeps who is about to pay, and for which account.</summary>
    internal void Know(long resellerId, string company, string email)
    {
        Require(RegistrationStep.Payment);
        ResellerId = resellerId;
        Company = company;
        Email = email;
    }

    internal void SubmitPayment(string key) => PaymentKey = key;

    internal void DepositArrived() => Step = RegistrationStep.Account;

    internal void AccountOpened() => Step = RegistrationStep.Activation;

    internal void Confirm(DateTimeOffset now) => ConfirmedAt ??= now;

    /// <summary>Lets the reseller in. False when that has been done, or an operator has closed the account meanwhile.</summary>
    internal bool Activate(Reseller reseller)
    {
        if (Step == RegistrationStep.Done || reseller.State != ResellerState.Pending) return false;
        Step = RegistrationStep.Done;
        reseller.State = ResellerState.Active;
        return true;
    }

    /// <exception cref="OutOfStep">Another step is due.</exception>
    internal void Require(params ReadOnlySpan<RegistrationStep> steps)
    {
        if (!steps.Contains(Step)) throw new OutOfStep(Step);
    }

    private void Take(Tier tier)
    {
        TierCode = tier.Code;
        TierName = tier.Name;
        Deposit = tier.Deposit;
    }
}

/// <summary>The steps of a registration, in their order. Each is finished by a mutation.</summary>
internal enum RegistrationStep
{
    /// <summary>The tier is to be chosen: by startRegistration, or by chooseDeposit where the chosen one is not offered any more.</summary>
    ChooseDeposit,

    /// <summary>The agreement is to be accepted, by acceptAgreement.</summary>
    Agreement,

    /// <summary>The deposit is to be paid, by submitRegistrationPayment.</summary>
    Payment,

    /// <summary>The deposit has arrived. The login is to be made, by completeRegistration.</summary>
    Account,

    /// <summary>The link in the welcome mail is to be followed, by activateAccount; where the operator asks for it, approval is to be given.</summary>
    Activation,

    /// <summary>The reseller can sign in.</summary>
    Done,
}

internal sealed class RegistrationMapping : IEntityTypeConfiguration<Registration>
{
    public void Configure(EntityTypeBuilder<Registration> registration)
    {
        registration.ToTable("registration_wizards");
        registration.Ignore(row => row.Token);
        registration.Ignore(row => row.Tier);
        registration.Property(row => row.TierCode).HasMaxLength(32);
        registration.Property(row => row.TierName).HasMaxLength(100);
        registration.Property(row => row.PaymentKey).HasMaxLength(128);
        registration.Property(row => row.Email).HasMaxLength(EmailAddress.MaxLength);
        registration.Property(row => row.Company).HasMaxLength(Details.LongestCompany);
        registration.HasOne<Reseller>().WithMany().HasForeignKey(row => row.ResellerId);
        registration.HasIndex(row => row.ResellerId).IsUnique().HasFilter("reseller_id IS NOT NULL");
        registration.HasMany(row => row.Tokens).WithOne().HasForeignKey(token => token.RegistrationId);
    }
}
