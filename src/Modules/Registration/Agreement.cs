using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Registration;

/// <summary>The contract that a reseller accepts, in one version. A published version never changes.</summary>
internal sealed class Agreement
{
    [Hidden] public long Id { get; private set; }

    /// <summary>Counts up from 1; the highest is the current one.</summary>
    public required int Version { get; init; }

    /// <summary>The whole agreement as plain text; an empty line stands between paragraphs.</summary>
    public required string Text { get; init; }

    /// <summary>Since when it is the current one, until a higher version was published.</summary>
    public required DateTimeOffset PublishedAt { get; init; }
}

internal sealed class AgreementMapping : IEntityTypeConfiguration<Agreement>
{
    public void Configure(EntityTypeBuilder<Agreement> agreement)
    {
        agreement.ToTable("registration_agreements");
        agreement.HasIndex(row => row.Version).IsUnique();
    }
}
