using Cln.Contracts;
using Cln.Graph;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Invoices;

/// <summary>A document of the account: money that came in, money that went back, or a month's charges. Once issued it never changes.</summary>
[Node(Scopes.BillingRead)]
internal sealed class Invoice : INode, IOwned
{
    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    /// <summary>The reseller's number and the document's own in one series without gaps: "127910-30186". Never changed, reused or missing.</summary>
    [Listed(OrderedBy = nameof(Sequence))] public required string Number { get; init; }

    [Hidden] public required long Sequence { get; init; }

    /// <summary>When it was issued, which is when the money was posted.</summary>
    [Listed] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What it documents.</summary>
    [Listed] public required InvoiceType Type { get; init; }

    /// <summary>The first day of the month that it belongs to.</summary>
    [Listed] public required DateOnly PayPeriod { get; init; }

    /// <summary>The sum of the lines; negative when money went back.</summary>
    [Listed] public required Money Total { get; init; }

    /// <summary>The account's balance after it.</summary>
    [Listed] public required Money Balance { get; init; }

    /// <summary>ISO 4217 code of the currency of all its amounts.</summary>
    public required string Currency { get; init; }

    [Hidden] public required Recipient Recipient { get; init; }

    [Hidden] public List<InvoiceLine> Rows { get; init; } = [];

    /// <summary>Where the document can be downloaded as PDF: a path on the API's host, for the same credentials.</summary>
    public string PdfUrl => $"/invoices/{Number}.pdf";

    /// <summary>What was paid or charged, at most a few hundred lines.</summary>
    public IDataLoaderResult<IReadOnlyList<InvoiceLine>> Lines(InvoiceLines lines, CancellationToken cancellation) => lines.Load(Id, cancellation)!;

    /// <summary>Makes out a document to a reseller, under the next number of its series.</summary>
    public static Invoice Issue(Reseller reseller, long sequence, InvoiceType type, DateOnly payPeriod, IReadOnlyList<ChargedLine> lines, Money balance, DateTimeOffset at) => new()
    {
        ResellerId = reseller.Id,
        Number = $"{reseller.Number}-{sequence}",
        Sequence = sequence,
        CreatedAt = at,
        Type = type,
        PayPeriod = payPeriod,
        Total = lines.Aggregate(Money.Zero, (sum, line) => sum + line.SubTotal),
        Balance = balance,
        Currency = reseller.Currency,
        Recipient = Recipient.Of(reseller),
        Rows = [.. lines.Select((line, index) => new InvoiceLine { ResellerId = reseller.Id, Position = index + 1, Title = line.Title, Quantity = line.Quantity, SubTotal = line.SubTotal })],
    };
}

/// <summary>What a document is about.</summary>
internal enum InvoiceType
{
    /// <summary>Money came in: a deposit, a top-up or an autopayment.</summary>
    PaymentReceived,

    /// <summary>Money went back; the total is negative.</summary>
    Refund,

    /// <summary>A month's licences, and what was added and removed since the last one.</summary>
    Invoice,
}

internal sealed class InvoiceMapping : IEntityTypeConfiguration<Invoice>
{
    public void Configure(EntityTypeBuilder<Invoice> invoice)
    {
        invoice.ToTable("invoices_invoices");
        invoice.Property(i => i.Number).HasMaxLength(40);
        invoice.Property(i => i.Currency).HasMaxLength(3);
        invoice.ComplexProperty(i => i.Recipient, recipient =>
        {
            recipient.Property(r => r.Company).HasMaxLength(200);
            recipient.Property(r => r.FirstName).HasMaxLength(100);
            recipient.Property(r => r.LastName).HasMaxLength(100);
            recipient.Property(r => r.Email).HasMaxLength(254);
            recipient.Property(r => r.Street).HasMaxLength(200);
            recipient.Property(r => r.City).HasMaxLength(100);
            recipient.Property(r => r.Region).HasMaxLength(100);
            recipient.Property(r => r.PostalCode).HasMaxLength(20);
            recipient.Property(r => r.Country).HasMaxLength(2);
            recipient.Property(r => r.VatId).HasMaxLength(32);
        });
        invoice.HasIndex(i => i.Number).IsUnique();
        invoice.HasIndex(i => new { i.ResellerId, i.Sequence }).IsUnique();
        invoice.HasIndex(i => new { i.ResellerId, i.PayPeriod }).IsUnique().HasFilter("type = 'Invoice'");
        invoice.HasOne<Reseller>().WithMany().HasForeignKey(i => i.ResellerId).OnDelete(DeleteBehavior.Restrict);
        invoice.HasMany(i => i.Rows).WithOne().HasForeignKey(line => line.InvoiceId).OnDelete(DeleteBehavior.Restrict);
    }
}
