using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Registration;

/// <summary>How often something was tried for a registration, or from an address, in the hour that the first try began.</summary>
internal sealed class PaymentTryCount
{
    public required string Subject { get; init; }

    public required int Count { get; init; }

    public required DateTimeOffset Since { get; init; }
}

internal sealed class PaymentTryCountMapping : IEntityTypeConfiguration<PaymentTryCount>
{
    public void Configure(EntityTypeBuilder<PaymentTryCount> tries)
    {
        tries.ToTable("registration_payment_tries");
        tries.HasKey(row => row.Subject);
        tries.Property(row => row.Subject).HasMaxLength(100);
        tries.HasIndex(row => row.Since);
    }
}
