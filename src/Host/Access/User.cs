using Cln.Data;
using Cln.Graph;
using Cln.Host.Access.Factors;
using Cln.Host.Access.Passkeys;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Access;

/// <summary>A person who signs in: a reseller's owner or one of its staff.</summary>
/// <remarks>ASP.NET Core Identity keeps the password. Its lockout goes by the system's clock and by the login alone, and isn't used: <see cref="SignInTries"/>.</remarks>
[Node(Scopes.UsersWrite)]
internal sealed class User : IdentityUser<long>, INode, IOwned
{
    /// <summary>0 for operators, who belong to no reseller.</summary>
    [Hidden] public required long ResellerId { get; init; }

    /// <summary>What the person signs in with.</summary>
    public string Login => UserName!;

    /// <summary>Where mail for this person goes.</summary>
    public override string? Email { get => base.Email; set => base.Email = value; }

    /// <summary>What the person may do.</summary>
    public required Role Role { get; set; }

    /// <summary>When the person was invited or registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last invitation was mailed; null for whoever registered the account.</summary>
    public DateTimeOffset? InvitedAt { get; set; }

    /// <summary>When the person chose a password; null while the invitation is open.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>Whether a sign-in by password needs a code too.</summary>
    public override bool TwoFactorEnabled { get => base.TwoFactorEnabled; set => base.TwoFactorEnabled = value; }

    [Hidden] public override string? UserName { get => base.UserName; set => base.UserName = value; }

    [Hidden] public override string? NormalizedUserName { get => base.NormalizedUserName; set => base.NormalizedUserName = value; }

    [Hidden] public override string? NormalizedEmail { get => base.NormalizedEmail; set => base.NormalizedEmail = value; }

    [Hidden] public override bool EmailConfirmed { get => base.EmailConfirmed; set => base.EmailConfirmed = value; }

    [Hidden] public override string? PasswordHash { get => base.PasswordHash; set => base.PasswordHash = value; }

    [Hidden] public override string? SecurityStamp { get => base.SecurityStamp; set => base.SecurityStamp = value; }

    [Hidden] public override string? ConcurrencyStamp { get => base.ConcurrencyStamp; set => base.ConcurrencyStamp = value; }

    [Hidden] public override string? PhoneNumber { get => base.PhoneNumber; set => base.PhoneNumber = value; }

    [Hidden] public override bool PhoneNumberConfirmed { get => base.PhoneNumberConfirmed; set => base.PhoneNumberConfirmed = value; }

    [Hidden] public override DateTimeOffset? LockoutEnd { get => base.LockoutEnd; set => base.LockoutEnd = value; }

    [Hidden] public override bool LockoutEnabled { get => base.LockoutEnabled; set => base.LockoutEnabled = value; }

    [Hidden] public override int AccessFailedCount { get => base.AccessFailedCount; set => base.AccessFailedCount = value; }
}

internal sealed class UserMapping : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("access_users");
        builder.Ignore(user => user.PhoneNumber).Ignore(user => user.PhoneNumberConfirmed).Ignore(user => user.Login);
        builder.Ignore(user => user.LockoutEnd).Ignore(user => user.LockoutEnabled).Ignore(user => user.AccessFailedCount);
        builder.Property(user => user.UserName).HasMaxLength(64).IsRequired();
        builder.Property(user => user.NormalizedUserName).HasMaxLength(64).IsRequired();
        builder.Property(user => user.Email).HasMaxLength(254).IsRequired();
        builder.Property(user => user.NormalizedEmail).HasMaxLength(254).IsRequired();
        builder.Property(user => user.PasswordHash).HasMaxLength(200);
        builder.Property(user => user.SecurityStamp).HasMaxLength(64);
        builder.Property(user => user.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken();
        builder.HasIndex(user => user.NormalizedUserName).IsUnique();
        builder.HasIndex(user => user.NormalizedEmail);
        builder.HasIndex(user => user.ResellerId);
    }
}

internal static class AccessTables
{
    extension(ClnDbContext db)
    {
        internal DbSet<User> Users => db.Set<User>();

        internal DbSet<Session> Sessions => db.Set<Session>();

        internal DbSet<ApiToken> ApiTokens => db.Set<ApiToken>();

        internal DbSet<PasswordReset> PasswordResets => db.Set<PasswordReset>();

        internal DbSet<SignInTry> SignInTries => db.Set<SignInTry>();

        internal DbSet<KnownNetwork> KnownNetworks => db.Set<KnownNetwork>();

        internal DbSet<AuthenticatorApp> AuthenticatorApps => db.Set<AuthenticatorApp>();

        internal DbSet<RecoveryCode> RecoveryCodes => db.Set<RecoveryCode>();

        internal DbSet<Passkey> Passkeys => db.Set<Passkey>();

        internal DbSet<UsedTicket> UsedTickets => db.Set<UsedTicket>();
    }
}
