using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Access;

/// <summary>A mailed link by which a person chooses a password: after forgetting one, or after an invitation. It works once.</summary>
internal sealed class PasswordReset : IOwned
{
    public static readonly TimeSpan ResetLifetime = TimeSpan.FromHours(1);
    public static readonly TimeSpan InvitationLifetime = TimeSpan.FromDays(7);

    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    public required long UserId { get; init; }

    public required string SecretHash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class PasswordResetMapping : IEntityTypeConfiguration<PasswordReset>
{
    public void Configure(EntityTypeBuilder<PasswordReset> builder)
    {
        builder.ToTable("access_password_resets");
        builder.Property(reset => reset.SecretHash).HasMaxLength(64);
        builder.HasIndex(reset => reset.SecretHash).IsUnique();
        builder.HasIndex(reset => reset.UserId);
        builder.HasOne<User>().WithMany().HasForeignKey(reset => reset.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
