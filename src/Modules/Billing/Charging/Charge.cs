using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>A line of what was charged or credited. It stands on exactly one invoice: that of the next month's first day.</summary>
internal sealed class Charge : IOwned
{
    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    public long TransactionId { get; private set; }

    public required LedgerTransaction Transaction { get; init; }

    public required ChargeKind Kind { get; init; }

    public required string Title { get; init; }

    public required int Quantity { get; init; }

    /// <summary>Negative for a credit.</summary>
    public required Money SubTotal { get; init; }

    /// <summary>The API token that caused it; null for everybody else.</summary>
    public long? ApiTokenId { get; init; }

    /// <summary>The day for which it was counted as that token's.</summary>
    public DateOnly? SpentOn { get; init; }

    /// <summary>The first day of the month whose invoice holds it; null until then.</summary>
    public DateOnly? InvoicedMonth { get; init; }
}

/// <summary>What a charge is for.</summary>
internal enum ChargeKind
{
    /// <summary>What runs at a month's beginning, for that month.</summary>
    Month,

    /// <summary>What was added in a month, for the rest of it.</summary>
    Added,

    /// <summary>What was removed in a month: a credit for the rest of it.</summary>
    Removed,
}

internal sealed class ChargeMapping : IEntityTypeConfiguration<Charge>
{
    public void Configure(EntityTypeBuilder<Charge> charge)
    {
        charge.ToTable("billing_charges");
        charge.Property(c => c.Title).HasMaxLength(120);
        charge.HasIndex(c => new { c.ResellerId, c.InvoicedMonth });
        charge.HasIndex(c => new { c.ApiTokenId, c.SpentOn });
        charge.HasOne(c => c.Transaction).WithMany().HasForeignKey(c => c.TransactionId).OnDelete(DeleteBehavior.NoAction)
            .HasConstraintName("fk_billing_charges_billing_ledger_transactions_transaction_id");
        charge.HasOne<Reseller>().WithMany().HasForeignKey(c => c.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }
}
