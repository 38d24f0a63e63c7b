using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>How far a reseller's chain had come on a day, and where it stood: nothing before that may change any more.</summary>
internal sealed class Seal : IOwned
{
    public required long ResellerId { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>The number of the last transaction, which is also how many there were.</summary>
    public required long ChainSeq { get; init; }

    /// <summary>The hash of that transaction.</summary>
    public required string HeadHash { get; init; }

    /// <summary>The sum of all entries so far in cents, whichever their sign.</summary>
    public required long Turnover { get; init; }
}

/// <summary>The signature under a day's seals, each reseller's latest: whoever forges the books afterwards needs the key too.</summary>
internal sealed class SealedDay
{
    public required DateOnly Day { get; init; }

    /// <summary>The digest of the sealed day before; zeros for the first.</summary>
    public required string Previous { get; init; }

    /// <summary>SHA-256 over the seals' text.</summary>
    public required string Digest { get; init; }

    public required string PublicKey { get; init; }

    /// <summary>Ed25519 over the digest.</summary>
    public required string Signature { get; init; }
}

internal sealed class SealMapping : IEntityTypeConfiguration<Seal>, IEntityTypeConfiguration<SealedDay>
{
    public void Configure(EntityTypeBuilder<Seal> seal)
    {
        seal.ToTable("billing_seals", table => table.HasTrigger("billing_seals_append_only"));
        seal.HasKey(s => new { s.ResellerId, s.Day });
        seal.Property(s => s.HeadHash).HasMaxLength(64);
        seal.HasOne<Reseller>().WithMany().HasForeignKey(s => s.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }

    public void Configure(EntityTypeBuilder<SealedDay> day)
    {
        day.ToTable("billing_sealed_days", table => table.HasTrigger("billing_sealed_days_append_only"));
        day.HasKey(d => d.Day);
        day.Property(d => d.Previous).HasMaxLength(64);
        day.Property(d => d.Digest).HasMaxLength(64);
        day.Property(d => d.PublicKey).HasMaxLength(64);
        day.Property(d => d.Signature).HasMaxLength(128);
    }
}
