using Cln.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>A payer's complaint at the bank about a payment, which holds the money until it decides.</summary>
internal sealed class Dispute : IOwned
{
    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    public required long PaymentId { get; init; }

    /// <summary>The gateway's name for it.</summary>
    public required string GatewayId { get; init; }

    /// <summary>How much the bank holds.</summary>
    public required Money Amount { get; init; }

    public required string Currency { get; init; }

    public GatewayDisputeStatus Status { get; private set; } = GatewayDisputeStatus.Open;

    /// <summary>When we learnt of it.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public static Dispute Of(Payment payment, GatewayDispute seen, DateTimeOffset now) => new()
    {
        ResellerId = payment.ResellerId,
        PaymentId = payment.Id,
        GatewayId = seen.Id,
        Amount = seen.Amount,
        Currency = seen.Currency,
        OpenedAt = now,
    };

    /// <summary>Takes the bank's decision. False when there is none, or when there was one already.</summary>
    public bool Decide(GatewayDisputeStatus status, DateTimeOffset now)
    {
        if (Status != GatewayDisputeStatus.Open || status == GatewayDisputeStatus.Open) return false;
        (Status, ClosedAt) = (status, now);
        return true;
    }
}

internal sealed class DisputeMapping : IEntityTypeConfiguration<Dispute>
{
    public void Configure(EntityTypeBuilder<Dispute> dispute)
    {
        dispute.ToTable("billing_disputes");
        dispute.Property(d => d.GatewayId).HasMaxLength(200);
        dispute.Property(d => d.Currency).HasMaxLength(3);
        dispute.HasIndex(d => new { d.PaymentId, d.GatewayId }).IsUnique();
        dispute.HasOne<Reseller>().WithMany().HasForeignKey(d => d.ResellerId).OnDelete(DeleteBehavior.NoAction);
        dispute.HasOne<Payment>().WithMany().HasForeignKey(d => d.PaymentId).OnDelete(DeleteBehavior.NoAction);
    }
}
