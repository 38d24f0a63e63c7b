using System.Security.Cryptography;
using Cln.Contracts;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>Money of a payment that goes back to its payer. It is stored before the gateway hears of it, or found at the gateway.</summary>
[Node(Scopes.BillingRead)]
internal sealed class Refund : INode, IOwned
{
    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    [Hidden] public required long PaymentId { get; init; }

    /// <summary>How much.</summary>
    public required Money Amount { get; init; }

    /// <summary>ISO 4217 code of the amount.</summary>
    public required string Currency { get; init; }

    /// <summary>Why it was given.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was asked for, or first seen at the gateway.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How far it has come.</summary>
    public RefundState State { get; private set; } = RefundState.Requested;

    /// <summary>Why it failed, for people; null when it didn't.</summary>
    public string? FailureReason { get; private set; }

    /// <summary>The operator's name for what was wanted; null for what was found at the gateway.</summary>
    [Hidden] public string? IdempotencyKey { get; init; }

    /// <summary>Our name for it with the gateway, made before the first call.</summary>
    [Hidden] public string GatewayKey { get; init; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The gateway's name for it.</summary>
    [Hidden] public string? GatewayId { get; private set; }

    [Hidden] public long? LedgerTransactionId { get; private set; }

    [Hidden] public LedgerTransaction? LedgerTransaction { get; private set; }

    /// <summary>Until then somebody is asking the gateway.</summary>
    [Hidden] public DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>When it is looked at again; every open refund has such a time.</summary>
    [Hidden] public DateTimeOffset? NextCheckAt { get; private set; }

    /// <summary>How many turns at asking the gateway there were. Each has its number, and only the last one may end it.</summary>
    [Hidden] public int Checks { get; private set; }

    /// <summary>A person has to look at it.</summary>
    [Hidden] public bool NeedsReview { get; private set; }

    /// <summary>Why, in a sentence.</summary>
    [Hidden] public string? ReviewReason { get; private set; }

    internal bool IsOpen => State is RefundState.Requested or RefundState.Pending;

    internal static Refund Asked(Payment payment, Money amount, string reason, string idempotencyKey, DateTimeOffset now) => new()
    {
        ResellerId = payment.ResellerId,
        PaymentId = payment.Id,
        Amount = amount,
        Currency = payment.Currency,
        Reason = reason,
        IdempotencyKey = idempotencyKey,
        CreatedAt = now,
        NextCheckAt = now + Janitor.Patience,
    };

    internal static Refund Seen(Payment payment, GatewayRefund seen, DateTimeOffset now) => new()
    {
        ResellerId = payment.ResellerId,
        PaymentId = payment.Id,
        Amount = seen.Amount,
        Currency = seen.Currency,
        Reason = "Given back at the payment gateway",
        CreatedAt = now,
        GatewayId = seen.Id,
        NextCheckAt = now + Pauses.WhileWaiting(0),
    };

    /// <summary>Lets one worker ask the gateway. False when another does, or when there is nothing to ask.</summary>
    internal bool Lease(DateTimeOffset now, TimeSpan length)
    {
        if (!IsOpen || LeasedUntil > now) return false;
        Checks++;
        LeasedUntil = NextCheckAt = now + length;
        return true;
    }

    internal RefundOrder Order(Payment payment) => new(GatewayKey, payment.GatewayId!, payment.GatewayChargeId!, Amount, Currency, Reason);

    /// <summary>Goes to a state that was learnt. What succeeded may come back later; apart from that the last word stays.</summary>
    internal bool Become(RefundState state, string? gatewayId, string? failureReason)
    {
        GatewayId ??= gatewayId;
        if (state == State || (state < State && !(State == RefundState.Failed && state == RefundState.Succeeded))) return false;
        State = state;
        FailureReason = state == RefundState.Failed ? failureReason ?? "The payer's bank didn't take it." : null;
        if (!IsOpen) (NextCheckAt, NeedsReview, ReviewReason) = (null, false, null);
        return true;
    }

    internal void Post(LedgerTransaction transaction) => LedgerTransaction = transaction;

    /// <summary>Its posting was taken back: it has none any more.</summary>
    internal void Unpost() => (LedgerTransactionId, LedgerTransaction) = (null, null);

    internal void Review(string reason) => (NeedsReview, ReviewReason) = (true, reason);

    /// <summary>Ends a turn: gives the lease back and says when to look again.</summary>
    internal void Release(int turn, DateTimeOffset now, TimeSpan? pause)
    {
        if (turn != Checks) return;
        LeasedUntil = null;
        if (State == RefundState.Requested && now - CreatedAt >= Payment.ReviewedAfter && !NeedsReview) Review("there is no last word after 72 hours");
        NextCheckAt = IsOpen ? now + (pause ?? Pauses.WhileUnknown(Checks - 1)) : null;
    }
}

/// <summary>How far a refund has come.</summary>
internal enum RefundState
{
    /// <summary>Wanted; the gateway hasn't answered yet. The balance still has the money.</summary>
    Requested,

    /// <summary>The gateway has it and takes its time. The balance still has the money.</summary>
    Pending,

    /// <summary>The money is with the payer, and off the balance.</summary>
    Succeeded,

    /// <summary>The gateway refused, or the payer's bank didn't take it. The money is on the balance.</summary>
    Failed,
}

internal sealed class RefundMapping : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> refund)
    {
        refund.ToTable("billing_refunds");
        refund.Property(r => r.Currency).HasMaxLength(3);
        refund.Property(r => r.Reason).HasMaxLength(OperatorReason.Longest);
        refund.Property(r => r.FailureReason).HasMaxLength(500);
        refund.Property(r => r.IdempotencyKey).HasMaxLength(128);
        refund.Property(r => r.GatewayKey).HasMaxLength(64);
        refund.Property(r => r.GatewayId).HasMaxLength(200);
        refund.Property(r => r.ReviewReason).HasMaxLength(PaymentMapping.LongestReason);
        refund.HasIndex(r => new { r.PaymentId, r.IdempotencyKey }).IsUnique().HasFilter("idempotency_key IS NOT NULL");
        refund.HasIndex(r => new { r.PaymentId, r.GatewayId }).IsUnique().HasFilter("gateway_id IS NOT NULL");
        refund.HasIndex(r => r.LedgerTransactionId).IsUnique().HasFilter("ledger_transaction_id IS NOT NULL");
        refund.HasIndex(r => r.NextCheckAt);
        refund.HasOne<Reseller>().WithMany().HasForeignKey(r => r.ResellerId).OnDelete(DeleteBehavior.NoAction);
        refund.HasOne<Payment>().WithMany().HasForeignKey(r => r.PaymentId).OnDelete(DeleteBehavior.NoAction);
        refund.HasOne(r => r.LedgerTransaction).WithOne().HasForeignKey<Refund>(r => r.LedgerTransactionId).OnDelete(DeleteBehavior.NoAction);
    }
}
