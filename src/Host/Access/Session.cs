using Cln.Contracts;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Access;

/// <summary>A sign-in that lasts until it is ended or has expired.</summary>
[Hidden]
internal sealed class Session : IOwned
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    public required long UserId { get; init; }

    public required string SecretHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The address that signed in.</summary>
    public string? Address { get; init; }
}

/// <summary>A fresh sign-in.</summary>
/// <param name="Token">Send it as "Authorization: Bearer …". It is shown only here; the answer also sets it as a cookie.</param>
/// <param name="ExpiresAt">When it stops working.</param>
/// <param name="Viewer">Who has signed in.</param>
[Name("Session")]
internal sealed record NewSession(string Token, DateTimeOffset ExpiresAt, Viewer Viewer);

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("access_sessions");
        builder.Property(session => session.SecretHash).HasMaxLength(64);
        builder.Property(session => session.Address).HasMaxLength(45);
        builder.HasIndex(session => session.SecretHash).IsUnique();
        builder.HasIndex(session => session.UserId);
        builder.HasOne<User>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
