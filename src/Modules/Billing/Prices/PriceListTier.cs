using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>A tier as the price list holds it.</summary>
internal sealed class PriceListTier
{
    public required string Code { get; init; }

    public required string Name { get; set; }

    public required Money Deposit { get; set; }

    /// <summary>Its place among tiers of one deposit, smallest first.</summary>
    public required int Position { get; init; }
}

/// <summary>What one unit costs in a month, in one tier, from one month on until the next such row.</summary>
internal sealed class PriceListPrice
{
    public required string TierCode { get; init; }

    /// <summary>A licence type's code, or another thing that has a price, such as BACKUP_10GB.</summary>
    public required string PriceCode { get; init; }

    /// <summary>The first day of the first month in which it holds; <see cref="DateOnly.MinValue"/> for what has held since the beginning.</summary>
    public required DateOnly Since { get; init; }

    public required Money Monthly { get; set; }
}

internal sealed class PriceListMapping : IEntityTypeConfiguration<PriceListTier>, IEntityTypeConfiguration<PriceListPrice>
{
    public void Configure(EntityTypeBuilder<PriceListTier> tier)
    {
        tier.ToTable("billing_tiers");
        tier.HasKey(t => t.Code);
        tier.Property(t => t.Code).HasMaxLength(32);
        tier.Property(t => t.Name).HasMaxLength(64);
    }

    public void Configure(EntityTypeBuilder<PriceListPrice> price)
    {
        price.ToTable("billing_tier_prices");
        price.HasKey(p => new { p.TierCode, p.PriceCode, p.Since });
        price.Property(p => p.TierCode).HasMaxLength(32);
        price.Property(p => p.PriceCode).HasMaxLength(64);
        price.HasOne<PriceListTier>().WithMany().HasForeignKey(p => p.TierCode).OnDelete(DeleteBehavior.NoAction);
    }
}
