using Cln.Contracts;

namespace Cln.Registration.Pages;

/// <summary>A registration, as the wizard shows it.</summary>
internal sealed record Wizard(string Token, string Step, int? AgreementVersion, bool AwaitingApproval, string? Email, string? Company, TierCard Tier, PayerAction? PayerAction)
{
    /// <summary>What each document asks of it.</summary>
    public const string Fields = "token step agreementVersion awaitingApproval email company tier { code name deposit } payerAction { approvalUrl clientSecret publishableKey }";

    /// <summary>The step's place among the four that are shown; 5 when they are all done.</summary>
    public int Number => Step switch
    {
        "CHOOSE_DEPOSIT" => 1,
        "AGREEMENT" => 2,
        "PAYMENT" => 3,
        "ACCOUNT" => 4,
        _ => 5,
    };
}

/// <summary>A registration in the answer of a mutation.</summary>
internal sealed record WizardAnswer(Wizard? Registration);

/// <summary>A tier on its card.</summary>
internal sealed record TierCard(string Code, string Name, Money Deposit, Money? BackupPer10Gb = null, IReadOnlyList<PriceLine>? Prices = null, IReadOnlyList<PriceAhead>? PriceChanges = null);

/// <summary>A price that changes with a month to come; without a type, that of backup space.</summary>
internal sealed record PriceAhead(DateOnly From, Money Monthly, PricedType? LicenseType);

internal sealed record PriceLine(Money Monthly, PricedType LicenseType);

internal sealed record PricedType(string Code, string Name, string Product);

/// <summary>What the installation offers.</summary>
internal sealed record Offer(bool Open, bool NeedsApproval, IReadOnlyList<string> Gateways);

internal sealed record OfferedAgreement(int Version, string Text);
