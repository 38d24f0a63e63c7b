using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>One fact of business in the books: entries that sum to zero. Never changed and never deleted; a correction is another one.</summary>
/// <remarks>
/// Each reseller's transactions are a chain: a hash covers the transaction and the hash before it. Whoever changes one in the database
/// has to change all that follow it.
/// </remarks>
internal sealed class LedgerTransaction : IOwned
{
    /// <summary>What stands before the first transaction of a chain.</summary>
    public static readonly string Genesis = new('0', 64);

    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    /// <summary>Its place in the reseller's chain: 1, 2, 3, …</summary>
    public required long ChainSeq { get; init; }

    /// <summary>With <see cref="SourceId"/> the natural key of the fact. It is unique: nothing is posted twice.</summary>
    public required string SourceType { get; init; }

    public required string SourceId { get; init; }

    public required string Description { get; init; }

    public required string Currency { get; init; }

    /// <summary>How far below zero the deposit might go at that moment; null for what was posted whatever the balance.</summary>
    public required Money? CreditLimit { get; init; }

    /// <summary>The transaction that this one takes back.</summary>
    public long? ReversesId { get; init; }

    public required DateTimeOffset PostedAt { get; init; }

    public required string PrevHash { get; init; }

    public string Hash { get; private set; } = "";

    public List<LedgerEntry> Entries { get; } = [];

    public void Seal() => Hash = HashOf(this, Entries);

    /// <summary>
    /// SHA-256 over the hash before and everything that matters here. Free text has its length before it, so that nothing can be moved from
    /// one field to the next.
    /// </summary>
    public static string HashOf(LedgerTransaction transaction, IEnumerable<LedgerEntry> entries)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"{transaction.PrevHash}v1|{transaction.ResellerId}|{transaction.ChainSeq}|{transaction.SourceType}|{transaction.SourceId.Length}:{transaction.SourceId}|" +
            $"{transaction.Description.Length}:{transaction.Description}|{transaction.Currency}|{transaction.CreditLimit?.ToString() ?? "-"}|" +
            $"{transaction.PostedAt.ToUnixTimeMilliseconds()}|{transaction.ReversesId?.ToString(CultureInfo.InvariantCulture) ?? "-"}|");
        foreach (var entry in entries.OrderBy(entry => entry.AccountId))
            text.Append(CultureInfo.InvariantCulture, $"{entry.AccountId}:{entry.Seq}:{entry.Debit}:{entry.BalanceAfter};");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

internal sealed class LedgerTransactionMapping : IEntityTypeConfiguration<LedgerTransaction>
{
    public void Configure(EntityTypeBuilder<LedgerTransaction> transaction)
    {
        transaction.ToTable("billing_ledger_transactions", table => table.HasTrigger("billing_ledger_transactions_append_only"));
        transaction.Property(t => t.SourceType).HasMaxLength(32);
        transaction.Property(t => t.SourceId).HasMaxLength(300);
        transaction.Property(t => t.Description).HasMaxLength(200);
        transaction.Property(t => t.Currency).HasMaxLength(3);
        transaction.Property(t => t.PrevHash).HasMaxLength(64);
        transaction.Property(t => t.Hash).HasMaxLength(64);
        transaction.HasIndex(t => new { t.SourceType, t.SourceId }).IsUnique();
        transaction.HasIndex(t => new { t.ResellerId, t.ChainSeq }).IsUnique();
        transaction.HasIndex(t => t.ReversesId).IsUnique().HasFilter("reverses_id IS NOT NULL");
        transaction.HasOne<Reseller>().WithMany().HasForeignKey(t => t.ResellerId).OnDelete(DeleteBehavior.NoAction);
        transaction.HasOne<LedgerTransaction>().WithOne().HasForeignKey<LedgerTransaction>(t => t.ReversesId).OnDelete(DeleteBehavior.NoAction)
            .HasConstraintName("fk_billing_ledger_transactions_reverses_id");
        transaction.HasMany(t => t.Entries).WithOne(e => e.Transaction).HasForeignKey(e => e.TransactionId).OnDelete(DeleteBehavior.NoAction)
            .HasConstraintName("fk_billing_ledger_entries_transaction_id");
    }
}
