using System.Buffers.Text;
using System.Security.Cryptography;
using Cln.Graph;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Access.Passkeys;

/// <summary>A key that a person's device or password manager keeps, and that signs in without a password.</summary>
[Node(Scopes.UsersWrite)]
internal sealed class Passkey : INode, IOwned
{
    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    [Hidden] public required long UserId { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Credential ids may be too long for an index.</summary>
    [Hidden] public required string CredentialHash { get; init; }

    [Hidden] public required string CredentialId { get; init; }

    [Hidden] public required string PublicKey { get; init; }

    [Hidden] public required string Transports { get; init; }

    [Hidden] public required long SignCount { get; set; }

    [Hidden] public required bool IsBackupEligible { get; init; }

    /// <summary>Whether it is copied to its owner's other devices.</summary>
    public required bool IsBackedUp { get; set; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last signed in; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    internal static string HashOf(byte[] credentialId) => Convert.ToHexStringLower(SHA256.HashData(credentialId));

    /// <summary>As ASP.NET Core Identity knows it. A passkey is taken only from an authenticator that has verified its user.</summary>
    internal UserPasskeyInfo ToInfo() => new(
        Base64Url.DecodeFromChars(CredentialId), Base64Url.DecodeFromChars(PublicKey), CreatedAt, checked((uint)SignCount), Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        isUserVerified: true, IsBackupEligible, IsBackedUp, attestationObject: [], clientDataJson: []);
}

/// <summary>A ticket between the two halves of a passkey's ceremony that has been used: it works once.</summary>
internal sealed class UsedTicket
{
    public required string Ticket { get; init; }

    public required DateTimeOffset EndsAt { get; init; }
}

internal sealed class PasskeyMapping : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> passkey)
    {
        passkey.ToTable("access_passkeys");
        passkey.Property(row => row.Name).HasMaxLength(100);
        passkey.Property(row => row.CredentialHash).HasMaxLength(64);
        passkey.Property(row => row.CredentialId).HasMaxLength(1400);
        passkey.Property(row => row.PublicKey).HasMaxLength(3000);
        passkey.Property(row => row.Transports).HasMaxLength(200);
        passkey.HasIndex(row => row.CredentialHash).IsUnique();
        passkey.HasIndex(row => row.UserId);
        passkey.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class UsedTicketMapping : IEntityTypeConfiguration<UsedTicket>
{
    public void Configure(EntityTypeBuilder<UsedTicket> used)
    {
        used.ToTable("access_used_tickets");
        used.HasKey(row => row.Ticket);
        used.Property(row => row.Ticket).HasMaxLength(64);
        used.HasIndex(row => row.EndsAt);
    }
}
