using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>An account of the ledger. Its balance and its count of entries move together, and only by the ledger's posting statement.</summary>
internal sealed class Account : IOwned
{
    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    /// <summary>A name of the <see cref="Chart"/>.</summary>
    public required string Kind { get; init; }

    public required string Currency { get; init; }

    /// <summary>The sum of its entries in cents, debits positive. A deposit's is negative while the reseller has money.</summary>
    public long Balance { get; private set; }

    /// <summary>How many entries it has; each has its number.</summary>
    public long LastSeq { get; private set; }
}

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("billing_accounts");
        account.Property(a => a.Kind).HasMaxLength(40);
        account.Property(a => a.Currency).HasMaxLength(3);
        account.HasIndex(a => new { a.ResellerId, a.Kind, a.Currency }).IsUnique();
        account.HasOne<Reseller>().WithMany().HasForeignKey(a => a.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }
}
