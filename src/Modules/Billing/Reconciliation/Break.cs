using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>A place where a gateway's statement and our books differ.</summary>
[Node(Scopes.Operator), Name("ReconciliationBreak")]
internal sealed class Break : INode
{
    public long Id { get; private set; }

    /// <summary>The code of the gateway.</summary>
    [Listed] public required string Gateway { get; init; }

    /// <summary>What differs.</summary>
    [Listed] public required BreakKind Kind { get; init; }

    /// <summary>The gateway's name for the charge that it is about.</summary>
    [Listed] public required string ChargeId { get; init; }

    [Hidden] public long? PaymentId { get; init; }

    /// <summary>What our books say: of a charge its amount, of a refund or a dispute what went back; null when they say nothing.</summary>
    public Money? Ours { get; init; }

    /// <summary>What the gateway says, in the same sense; null when it says nothing.</summary>
    public Money? Theirs { get; init; }

    /// <summary>ISO 4217 code of the gateway's amount, or of ours where it has none.</summary>
    public required string Currency { get; init; }

    /// <summary>When it was found.</summary>
    [Listed] public required DateTimeOffset OpenedAt { get; init; }

    [Hidden] public DateTimeOffset? AlertedAt { get; set; }

    /// <summary>When it was gone; null while it is there.</summary>
    [Listed] public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>How it ended; null while it is there.</summary>
    public BreakEnding? Ending { get; private set; }

    /// <summary>Money is somewhere that the other side doesn't know of: nobody should sleep over it.</summary>
    [Hidden] public bool IsUrgent => Kind is BreakKind.TheirsNotOurs or BreakKind.OursNotTheirs;

    internal void Close(BreakEnding ending, DateTimeOffset now) => (Ending, ClosedAt) = (ending, now);
}

/// <summary>What differs between a gateway's statement and our books.</summary>
internal enum BreakKind
{
    /// <summary>The gateway took money that is on nobody's balance.</summary>
    TheirsNotOurs,

    /// <summary>A balance has money that the gateway knows nothing of.</summary>
    OursNotTheirs,

    /// <summary>Both have the charge, with another amount or in another currency.</summary>
    AmountDiffers,

    /// <summary>A refund or a dispute is known to one side and not to the other, or not in its full amount.</summary>
    StateDiffers,
}

/// <summary>How a difference ended.</summary>
internal enum BreakEnding
{
    /// <summary>The side that lacked it learnt of it by itself.</summary>
    Arrived,

    /// <summary>The gateway was asked about the payment once more, and the books followed.</summary>
    Repaired,
}

internal sealed class BreakMapping : IEntityTypeConfiguration<Break>
{
    public void Configure(EntityTypeBuilder<Break> difference)
    {
        difference.ToTable("billing_breaks");
        difference.Ignore(b => b.IsUrgent);
        difference.Property(b => b.Gateway).HasMaxLength(32);
        difference.Property(b => b.ChargeId).HasMaxLength(200);
        difference.Property(b => b.Currency).HasMaxLength(3);
        difference.HasIndex(b => new { b.Gateway, b.Kind, b.ChargeId }, "ix_billing_breaks_open").HasDatabaseName("ix_billing_breaks_open").IsUnique().HasFilter("closed_at IS NULL");
    }
}
