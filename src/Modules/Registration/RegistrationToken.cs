using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Registration;

/// <summary>A secret that was handed out for a registration, as its hash.</summary>
internal sealed class RegistrationToken
{
    public required string Hash { get; init; }

    public long RegistrationId { get; private set; }

    public required TokenPurpose Purpose { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null for one that stays good.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>How a secret reached its holder, and so what it proves.</summary>
internal enum TokenPurpose
{
    /// <summary>Shown to whoever started the registration.</summary>
    Wizard,

    /// <summary>Mailed, to go on with the registration.</summary>
    Resume,

    /// <summary>Mailed, to show that the mail arrived.</summary>
    Activation,
}

internal sealed class RegistrationTokenMapping : IEntityTypeConfiguration<RegistrationToken>
{
    public void Configure(EntityTypeBuilder<RegistrationToken> token)
    {
        token.ToTable("registration_tokens");
        token.HasKey(row => row.Hash);
        token.Property(row => row.Hash).HasMaxLength(Secret.HashLength);
    }
}
