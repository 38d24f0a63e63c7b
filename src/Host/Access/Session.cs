using Cln.Contracts;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Access;

/// <summary>A sign-in that lasts until it is ended or has expired.</summary>
[Name("UserSession"), Node(Scopes.UsersWrite)]
internal sealed class Session : INode, IOwned
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    [Hidden] public required long UserId { get; init; }

    [Hidden] public required string SecretHash { get; init; }

    /// <summary>When it was signed in.</summary>
    [Listed] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops working.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    [Listed] public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The address that signed in.</summary>
    public string? Address { get; init; }

    /// <summary>The program that signed in, as it called itself: the first 200 characters of its User-Agent.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Whether a second factor was shown: a code, a recovery code or a passkey.</summary>
    public required bool TwoFactor { get; set; }

    /// <summary>Whether it is the session that asks.</summary>
    public bool Current(Caller caller) => Id == caller.SessionId;
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
        builder.Property(session => session.UserAgent).HasMaxLength(200);
        builder.HasIndex(session => session.SecretHash).IsUnique();
        builder.HasIndex(session => session.UserId);
        builder.HasOne<User>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
