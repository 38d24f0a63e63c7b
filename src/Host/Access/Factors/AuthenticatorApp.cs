using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Access.Factors;

/// <summary>A secret that a person's authenticator app and the platform share; it counts once a code of it has been seen.</summary>
internal sealed class AuthenticatorApp : IOwned
{
    /// <summary>How long a secret waits for its first code.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    public required long UserId { get; init; }

    /// <summary>By the host's keys, which aren't in the database.</summary>
    public required string ProtectedSecret { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>The step of the last code that was used: no code works twice.</summary>
    public long LastStep { get; set; }
}

/// <summary>One of the codes that a person keeps for the day on which the app is gone. Using it deletes it.</summary>
internal sealed class RecoveryCode : IOwned
{
    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    public required long UserId { get; init; }

    public required string CodeHash { get; init; }
}

internal sealed class AuthenticatorAppMapping : IEntityTypeConfiguration<AuthenticatorApp>
{
    public void Configure(EntityTypeBuilder<AuthenticatorApp> app)
    {
        app.ToTable("access_authenticator_apps");
        app.Property(row => row.ProtectedSecret).HasMaxLength(500);
        app.HasIndex(row => row.UserId).IsUnique();
        app.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RecoveryCodeMapping : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> code)
    {
        code.ToTable("access_recovery_codes");
        code.Property(row => row.CodeHash).HasMaxLength(64);
        code.HasIndex(row => row.UserId);
        code.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
