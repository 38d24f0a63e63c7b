using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>One movement of the balance: money that came in, or a charge. Entries are never changed; a correction is another entry.</summary>
[Node(Scopes.BillingRead)]
internal sealed class LedgerEntry : INode, IOwned
{
    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    [Hidden] public long TransactionId { get; private set; }

    [Hidden] public LedgerTransaction Transaction { get; private set; } = null!;

    [Hidden] public required long AccountId { get; init; }

    [Hidden] public Account Account { get; private set; } = null!;

    /// <summary>Its number on its account: 1, 2, 3, …</summary>
    [Hidden] public required long Seq { get; init; }

    /// <summary>In cents, as books have it: debits positive, credits negative.</summary>
    [Hidden] public required long Debit { get; init; }

    /// <summary>The account's balance with this entry, in the same sense.</summary>
    [Hidden] public required long BalanceAfter { get; init; }

    /// <summary>When it was posted.</summary>
    public DateTimeOffset At => Transaction.PostedAt;

    /// <summary>By how much the balance moved: positive when money came in, negative for a charge.</summary>
    public Money Amount => new(-Debit);

    /// <summary>The balance after this entry; positive is money to spend, negative is a debt.</summary>
    public Money Balance => new(-BalanceAfter);

    /// <summary>What it was for, such as "KernelCare, December 2026".</summary>
    public string Description => Transaction.Description;

    /// <summary>The name of the fact behind it, unique for each: <c>PAYMENT/stripe:ch_1</c>, <c>BILLING/7:2026-12:KernelCare</c>.</summary>
    public string Reference => $"{Transaction.SourceType}/{Transaction.SourceId}";
}

internal sealed class LedgerEntryMapping : IEntityTypeConfiguration<LedgerEntry>
{
    /// <summary>Readers see the entries of deposits only. The other side of each transaction is ours.</summary>
    public const string DepositsOnly = "deposits only";

    public void Configure(EntityTypeBuilder<LedgerEntry> entry)
    {
        entry.ToTable("billing_ledger_entries", table => table.HasTrigger("billing_ledger_entries_append_only"));
        entry.HasQueryFilter(DepositsOnly, e => e.Account.Kind == Chart.Deposit);
        entry.Navigation(e => e.Transaction).AutoInclude();
        entry.HasIndex(e => new { e.AccountId, e.Seq }).IsUnique();
        entry.HasIndex(e => new { e.TransactionId, e.AccountId }).IsUnique();
        entry.HasOne(e => e.Account).WithMany().HasForeignKey(e => e.AccountId).OnDelete(DeleteBehavior.NoAction);
    }
}
