using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Invoices;

/// <summary>A reseller's series of document numbers, and the last one taken: 1, 2, 3, … A number is taken by the transaction that writes the document, so that one forgotten leaves no gap.</summary>
internal sealed class InvoiceSeries : IOwned
{
    public required long ResellerId { get; init; }

    public required long LastSequence { get; init; }

    /// <summary>Takes the next number. Whoever else wants one of this reseller waits for this transaction's end.</summary>
    public static async Task<long> NextAsync(ClnDbContext db, long resellerId, CancellationToken cancellation)
    {
        var series = db.InvoiceSeries.Where(s => s.ResellerId == resellerId);
        if (!await AdvancedAsync())
        {
            // The first number has no row to wait at: the reseller's own serves. A neighbour may have made the series meanwhile.
            await db.Resellers.Where(r => r.Id == resellerId).ExecuteUpdateAsync(row => row.SetProperty(r => r.State, r => r.State), cancellation);
            if (!await AdvancedAsync())
            {
                await db.Database.ExecuteSqlAsync($"INSERT INTO invoices_series (reseller_id, last_sequence) VALUES ({resellerId}, 1)", cancellation);
                return 1;
            }
        }

        return await series.Select(s => s.LastSequence).SingleAsync(cancellation);

        async Task<bool> AdvancedAsync() => await series.ExecuteUpdateAsync(row => row.SetProperty(s => s.LastSequence, s => s.LastSequence + 1), cancellation) == 1;
    }
}

internal sealed class InvoiceSeriesMapping : IEntityTypeConfiguration<InvoiceSeries>
{
    public void Configure(EntityTypeBuilder<InvoiceSeries> series)
    {
        series.ToTable("invoices_series");
        series.HasKey(s => s.ResellerId);
        series.HasOne<Reseller>().WithOne().HasForeignKey<InvoiceSeries>(s => s.ResellerId).OnDelete(DeleteBehavior.Restrict);
    }
}
