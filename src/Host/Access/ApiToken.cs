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
    [Listed] public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    public IReadOnlyList<string> Scopes => ScopeList.Split(' ');

    [Hidden] public required string ScopeList { get; init; }

    /// <summary>The first characters of the secret, to recognise it by.</summary>
    public required string Prefix { get; init; }

    [Hidden] public required string SecretHash { get; init; }

    /// <summary>When it was made.</summary>
    [Listed] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops working; null: never.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null while it works.</summary>
    [Listed] public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("access_api_tokens");
        builder.Ignore(token => token.Scopes);
        builder.Property(token => token.Name).HasMaxLength(100);
        builder.Property(token => token.ScopeList).HasMaxLength(400);
        builder.Property(token => token.Prefix).HasMaxLength(20);
        builder.Property(token => token.SecretHash).HasMaxLength(64);
        builder.HasIndex(token => token.SecretHash).IsUnique();
        builder.HasIndex(token => token.UserId);
        builder.HasOne<User>().WithMany().HasForeignKey(token => token.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
