using System.Globalization;

namespace Cln.Billing;

/// <summary>A fact of business on its way into the ledger.</summary>
/// <param name="ResellerId">Whose books.</param>
/// <param name="Currency">Of all its legs.</param>
/// <param name="SourceType">With <paramref name="SourceId"/> the natural key of the fact.</param>
/// <param name="SourceId">At most 300 characters.</param>
/// <param name="Description">What the reseller reads, at most 200 characters.</param>
/// <param name="Legs">Sum to zero; one for each account.</param>
internal sealed record Posting(long ResellerId, string Currency, string SourceType, string SourceId, string Description, IReadOnlyList<Leg> Legs)
{
    public const string PaymentSource = "PAYMENT";
    public const string BillingSource = "BILLING";
    public const string SuspenseSource = "SUSPENSE";
    public const string RefundSource = "REFUND";
    public const string ReversalSource = "REVERSAL";
    public const string FeeSource = "FEE";

    /// <summary>How far below zero a debit may take the deposit; null posts in any case.</summary>
    public Money? CreditLimit { get; init; }

    /// <summary>The transaction that this one takes back, leg by leg.</summary>
    public long? ReversesId { get; init; }

    /// <summary>A gateway took money for the reseller.</summary>
    public static Posting Received(Payment payment, string chargeId) => new(
        payment.ResellerId, payment.Currency, PaymentSource, $"{payment.Gateway}:{chargeId}", payment.Description,
        Move(payment.Amount, from: Chart.Deposit, to: Chart.Clearing(payment.Gateway)));

    /// <summary>A gateway took money, but not what the payment was for.</summary>
    public static Posting Unmatched(Payment payment, string chargeId, Money amount, string currency) => new(
        payment.ResellerId, currency, SuspenseSource, $"{payment.Gateway}:{chargeId}", $"Doesn't match payment {payment.Id}",
        Move(amount, from: Chart.Suspense, to: Chart.Clearing(payment.Gateway)));

    /// <summary>A gateway has given money back.</summary>
    public static Posting GivenBack(Payment payment, Refund refund) => new(
        payment.ResellerId, refund.Currency, RefundSource, $"{payment.Gateway}:{refund.GatewayId}", $"Refund: {payment.Description}",
        Move(refund.Amount, from: Chart.Clearing(payment.Gateway), to: Chart.Deposit));

    /// <summary>A bank has taken disputed money from us until it decides.</summary>
    public static Posting DisputeOpened(Payment payment, Dispute dispute) => new(
        payment.ResellerId, dispute.Currency, "DISPUTE", $"{payment.Gateway}:{dispute.GatewayId}", $"Dispute: {payment.Description}",
        Move(dispute.Amount, from: Chart.Clearing(payment.Gateway), to: Chart.Disputes));

    /// <summary>The bank has given disputed money back to us.</summary>
    public static Posting DisputeWon(Payment payment, Dispute dispute) => new(
        payment.ResellerId, dispute.Currency, "DISPUTE_WON", $"{payment.Gateway}:{dispute.GatewayId}", $"Dispute won: {payment.Description}",
        Move(dispute.Amount, from: Chart.Disputes, to: Chart.Clearing(payment.Gateway)));

    /// <summary>The bank has given disputed money to the payer. The balance bears it, below zero if need be.</summary>
    public static Posting DisputeLost(Payment payment, Dispute dispute) => new(
        payment.ResellerId, dispute.Currency, "DISPUTE_LOST", $"{payment.Gateway}:{dispute.GatewayId}", $"Dispute lost: {payment.Description}",
        Move(dispute.Amount, from: Chart.Disputes, to: Chart.Deposit));

    /// <summary>An operator gives, or with a negative amount takes.</summary>
    public static Posting Adjusted(long resellerId, string currency, string key, string reason, Money amount) => new(
        resellerId, currency, "ADJUSTMENT", $"{resellerId}:{key}", $"Correction: {reason}", Move(amount, from: Chart.Deposit, to: Chart.Adjustments));

    /// <summary>Takes a transaction back.</summary>
    /// <param name="taken">With its entries, and their accounts.</param>
    /// <param name="description">What the reseller reads.</param>
    public static Posting Reversal(LedgerTransaction taken, string description) => new(
        taken.ResellerId, taken.Currency, ReversalSource, taken.Id.ToString(CultureInfo.InvariantCulture), description,
        [.. taken.Entries.Select(entry => new Leg(entry.Account.Kind, -entry.Debit))])
    {
        ReversesId = taken.Id,
    };

    /// <summary>What runs is charged; a negative amount is a credit.</summary>
    public static Posting Charged(long resellerId, string currency, string sourceId, string description, Money amount, Money? creditLimit) =>
        new(resellerId, currency, BillingSource, sourceId, description, Move(amount, from: Chart.Revenue, to: Chart.Deposit)) { CreditLimit = creditLimit };

    /// <summary>A gateway kept something for its work; a negative amount is given back.</summary>
    public static Posting GatewayFee(long resellerId, string currency, string gateway, string sourceId, Money fee) =>
        new(resellerId, currency, FeeSource, sourceId, $"Fee, {gateway}", Move(fee, from: Chart.Clearing(gateway), to: Chart.Fees));

    private static Leg[] Move(Money amount, string from, string to) => [new(to, amount.Cents), new(from, -amount.Cents)];
}

/// <summary>What a posting does to one account.</summary>
/// <param name="Account">Its kind.</param>
/// <param name="Debit">In cents: a debit is positive, a credit negative.</param>
internal readonly record struct Leg(string Account, long Debit);
