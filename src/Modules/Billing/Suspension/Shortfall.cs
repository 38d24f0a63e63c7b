using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>A time in which a reseller owed money that no autopayment would bring: from the notice until nothing is owed and nothing suspended.</summary>
internal sealed class Shortfall : IOwned
{
    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>Until then nothing is suspended.</summary>
    public required DateTimeOffset GraceEndsAt { get; init; }

    /// <summary>When something was suspended for the first time; null when nothing was.</summary>
    public DateTimeOffset? SuspendedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public void Suspend(DateTimeOffset now) => SuspendedAt ??= now;

    public void End(DateTimeOffset now) => EndedAt = now;
}

internal sealed class ShortfallMapping : IEntityTypeConfiguration<Shortfall>
{
    public void Configure(EntityTypeBuilder<Shortfall> shortfall)
    {
        shortfall.ToTable("billing_shortfalls");
        shortfall.HasIndex(s => s.ResellerId, "ix_billing_shortfalls_open").HasDatabaseName("ix_billing_shortfalls_open").IsUnique().HasFilter("ended_at IS NULL");
        shortfall.HasOne<Reseller>().WithMany().HasForeignKey(s => s.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }
}
