using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Invoices;

/// <summary>One line of a document.</summary>
internal sealed class InvoiceLine : IOwned
{
    [Hidden] public long InvoiceId { get; private set; }

    /// <summary>Its place in the document, from 1.</summary>
    [Hidden] public required int Position { get; init; }

    [Hidden] public required long ResellerId { get; init; }

    /// <summary>What was paid, charged or credited.</summary>
    public required string Title { get; init; }

    /// <summary>How many units.</summary>
    public required int Quantity { get; init; }

    /// <summary>The line's sum; negative for a credit.</summary>
    public required Money SubTotal { get; init; }
}

internal sealed class InvoiceLineMapping : IEntityTypeConfiguration<InvoiceLine>
{
    public void Configure(EntityTypeBuilder<InvoiceLine> line)
    {
        line.ToTable("invoices_lines");
        line.HasKey(l => new { l.InvoiceId, l.Position });
        line.Property(l => l.Title).HasMaxLength(200);
    }
}
