using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

internal sealed class PaymentMapping : IEntityTypeConfiguration<Payment>
{
    public const int LongestAddress = 1000;

    public const int LongestReason = 500;

    public void Configure(EntityTypeBuilder<Payment> payment)
    {
        payment.ToTable("billing_payments");
        payment.Property(p => p.Currency).HasMaxLength(3);
        payment.Property(p => p.Gateway).HasMaxLength(32);
        payment.Property(p => p.Description).HasMaxLength(200);
        payment.Property(p => p.DeclineReason).HasMaxLength(500);
        payment.Property(p => p.DeclineCode).HasMaxLength(64);
        payment.Property(p => p.IdempotencyKey).HasMaxLength(128);
        payment.Property(p => p.GatewayKey).HasMaxLength(64);
        payment.Property(p => p.GatewayId).HasMaxLength(200);
        payment.Property(p => p.GatewayChargeId).HasMaxLength(200);
        payment.Property(p => p.ApprovalUrl).HasMaxLength(2000);
        payment.Property(p => p.ClientSecret).HasMaxLength(200);
        payment.Property(p => p.ReturnUrl).HasMaxLength(LongestAddress);
        payment.Property(p => p.ReviewReason).HasMaxLength(LongestReason);
        payment.Property(p => p.CancelUrl).HasMaxLength(LongestAddress);

        payment.HasIndex(p => new { p.ResellerId, p.Purpose, p.IdempotencyKey }).IsUnique();
        payment.HasIndex(p => new { p.Gateway, p.GatewayId }).IsUnique().HasFilter("gateway_id IS NOT NULL");
        payment.HasIndex(p => new { p.Gateway, p.GatewayChargeId }).IsUnique().HasFilter("gateway_charge_id IS NOT NULL");
        payment.HasIndex(p => p.LedgerTransactionId).IsUnique().HasFilter("ledger_transaction_id IS NOT NULL");
        payment.HasIndex(p => p.NextCheckAt);
        payment.HasIndex(p => new { p.ApiTokenId, p.SpentOn });
        payment.HasIndex(p => p.GatewayKey);

        // One deposit for each reseller, ever; one autopayment at a time.
        payment.HasIndex(p => p.ResellerId, "ix_billing_payments_deposit").HasDatabaseName("ix_billing_payments_deposit").IsUnique()
            .HasFilter("purpose = 'Deposit' AND state IN ('Created', 'Submitting', 'RequiresAction', 'Processing', 'Unknown', 'Posted', 'PartRefunded', 'Refunded', 'Disputed', 'ChargedBack')");
        payment.HasIndex(p => p.ResellerId, "ix_billing_payments_open_autopayment").HasDatabaseName("ix_billing_payments_open_autopayment").IsUnique()
            .HasFilter("purpose = 'Autopayment' AND state IN ('Created', 'Submitting', 'RequiresAction', 'Processing', 'Unknown')");

        payment.HasOne<Reseller>().WithMany().HasForeignKey(p => p.ResellerId).OnDelete(DeleteBehavior.NoAction);
        payment.HasOne(p => p.Method).WithMany().HasForeignKey(p => p.PaymentMethodId).OnDelete(DeleteBehavior.NoAction);
        payment.HasOne(p => p.LedgerTransaction).WithOne().HasForeignKey<Payment>(p => p.LedgerTransactionId).OnDelete(DeleteBehavior.NoAction);
    }
}
