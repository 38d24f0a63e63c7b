using Cln;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Notes;

/// <summary>Something worth remembering about an account.</summary>
[Node(Scopes.ResellerRead)]
internal sealed class Note : INode, IOwned
{
    internal const int LongestText = 500;

    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    /// <summary>What is to be remembered, at most 500 characters.</summary>
    [Listed] public required string Text { get; init; }

    /// <summary>When it was written down.</summary>
    [Listed] public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class NoteMapping : IEntityTypeConfiguration<Note>
{
    public void Configure(EntityTypeBuilder<Note> note)
    {
        note.ToTable("notes_notes");
        note.HasIndex(row => row.ResellerId);
        note.Property(row => row.Text).HasMaxLength(Note.LongestText);
    }
}

internal static class Tables
{
    extension(ClnDbContext db)
    {
        internal DbSet<Note> Notes => db.Set<Note>();
    }
}
