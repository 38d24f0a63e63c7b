using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Documents;

/// <summary>A document that the account's programs may send by its hash alone, and that tokens which are held to trusted documents may send at all.</summary>
[Node(Scopes.DocumentsWrite)]
internal sealed class TrustedDocument : INode, IOwned
{
    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    /// <summary>What a request names it by: "sha256:" and the hash of its text.</summary>
    public string DocumentId => DocumentHash.Prefix + Hash;

    [Hidden] public required string Hash { get; init; }

    /// <summary>The name of its operation; empty when that has none.</summary>
    [Listed] public required string Name { get; init; }

    /// <summary>The document itself, letter by letter as it was stored.</summary>
    public required string Text { get; init; }

    /// <summary>When it was stored.</summary>
    [Listed] public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class TrustedDocumentMapping : IEntityTypeConfiguration<TrustedDocument>
{
    public const int LongestName = 200;

    public void Configure(EntityTypeBuilder<TrustedDocument> document)
    {
        document.ToTable("documents_trusted");
        document.Ignore(row => row.DocumentId);
        document.Property(row => row.Hash).HasMaxLength(DocumentHash.Length);
        document.Property(row => row.Name).HasMaxLength(LongestName);
        document.HasIndex(row => new { row.ResellerId, row.Hash }).IsUnique();
    }
}

internal static class DocumentTables
{
    extension(ClnDbContext db)
    {
        internal DbSet<TrustedDocument> TrustedDocuments => db.Set<TrustedDocument>();
    }
}
