using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Access;

/// <summary>A secret for a program: some of the account's rights, until it expires or is revoked.</summary>
[Node(Cln.Scopes.UsersWrite)]
internal sealed class ApiToken : INode, IOwned
{
    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    [Hidden] public required long UserId { get; init; }

    /// <summary>What the token is for, in the words of whoever made it.</summary>
    [Listed] public required string Name { get; set; }

    /// <summary>What it may do.</summary>
    public IReadOnlyList<string> Scopes => ScopeList.Split(' ');

    [Hidden] public required string ScopeList { get; init; }

    /// <summary>The networks from which it may be used, such as "203.0.113.0/24" and "2001:db8::/32"; none: from anywhere.</summary>
    public IReadOnlyList<string> AllowedAddresses => AllowedList.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [Hidden] public string AllowedList { get; set; } = "";

    /// <summary>It may send trusted documents only: any other is DOCUMENT_NOT_TRUSTED.</summary>
    public bool TrustedOnly { get; set; }

    /// <summary>How much it may spend, and on what.</summary>
    public ApiTokenLimits Limits => new(DailySpend is { } cents ? new(cents) : null, LicensesPerHour, ProductList?.Split('\n'));

    /// <summary>In cents; null: as much as there is.</summary>
    [Hidden] public long? DailySpend { get; set; }

    [Hidden] public int? LicensesPerHour { get; set; }

    /// <summary>One a line; null: all of them.</summary>
    [Hidden] public string? ProductList { get; set; }

    /// <summary>The last day that it spent money on.</summary>
    [Hidden] public DateOnly? SpendDay { get; private set; }

    /// <summary>How much on that day, in cents.</summary>
    [Hidden] public long Spent { get; private set; }

    /// <summary>The beginning of the last hour in which it bought licences.</summary>
    [Hidden] public DateTimeOffset? LicenseHour { get; private set; }

    /// <summary>How many in that hour.</summary>
    [Hidden] public int LicensesBought { get; private set; }

    /// <summary>The first characters of the secret, to recognise it by.</summary>
    public required string Prefix { get; set; }

    [Hidden] public required string SecretHash { get; set; }

    [Hidden] public string? OldSecretHash { get; private set; }

    /// <summary>Until when the secret from before the last rotation works as well; null when none does, or did.</summary>
    public DateTimeOffset? OldSecretEndsAt { get; private set; }

    /// <summary>When it was made.</summary>
    [Listed] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops working; null: never.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null while it works.</summary>
    [Listed] public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When it was last used, to the minute; null: never.</summary>
    [Listed] public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>The address that it was used from then.</summary>
    public string? LastUsedFrom { get; private set; }

    internal Money SpentOn(TokenClock clock) => SpendDay == clock.Day ? new(Spent) : Money.Zero;

    internal int BoughtIn(TokenClock clock) => LicenseHour == clock.Hour ? LicensesBought : 0;

    /// <summary>Takes a new secret. The one of now works until an instant; one from before that, no longer.</summary>
    internal void Rotate(string secret, DateTimeOffset oldEndsAt)
    {
        (OldSecretHash, OldSecretEndsAt) = (SecretHash, oldEndsAt);
        (Prefix, SecretHash) = (Secret.Shown(secret), Secret.Hash(secret));
    }
}

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("access_api_tokens");
        builder.Ignore(token => token.Scopes).Ignore(token => token.AllowedAddresses).Ignore(token => token.Limits);
        builder.Property(token => token.AllowedList).HasMaxLength(1000);
        builder.Property(token => token.ProductList).HasMaxLength(1000);
        builder.Property(token => token.OldSecretHash).HasMaxLength(64);
        builder.Property(token => token.LastUsedFrom).HasMaxLength(45);
        builder.HasIndex(token => token.OldSecretHash).HasFilter("old_secret_hash IS NOT NULL");
        builder.Property(token => token.Name).HasMaxLength(100);
        builder.Property(token => token.ScopeList).HasMaxLength(400);
        builder.Property(token => token.Prefix).HasMaxLength(20);
        builder.Property(token => token.SecretHash).HasMaxLength(64);
        builder.HasIndex(token => token.SecretHash).IsUnique();
        builder.HasIndex(token => token.UserId);
        builder.HasOne<User>().WithMany().HasForeignKey(token => token.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
