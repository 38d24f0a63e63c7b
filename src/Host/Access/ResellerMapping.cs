using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Access;

internal sealed class ResellerMapping : IEntityTypeConfiguration<Reseller>
{
    public void Configure(EntityTypeBuilder<Reseller> reseller)
    {
        reseller.ToTable("access_resellers");
        reseller.Property(r => r.Name).HasMaxLength(200);
        reseller.Property(r => r.Login).HasMaxLength(64);
        reseller.Property(r => r.BillingEmail).HasMaxLength(254);
        reseller.Property(r => r.TierCode).HasMaxLength(32);
        reseller.Property(r => r.Currency).HasMaxLength(3);
        reseller.Property(r => r.FirstName).HasMaxLength(100);
        reseller.Property(r => r.LastName).HasMaxLength(100);
        reseller.Property(r => r.Country).HasMaxLength(2);
        reseller.Property(r => r.Phone).HasMaxLength(32);
        reseller.Property(r => r.Street).HasMaxLength(200);
        reseller.Property(r => r.City).HasMaxLength(100);
        reseller.Property(r => r.Region).HasMaxLength(100);
        reseller.Property(r => r.PostalCode).HasMaxLength(20);
        reseller.Property(r => r.VatId).HasMaxLength(32);
    }
}
