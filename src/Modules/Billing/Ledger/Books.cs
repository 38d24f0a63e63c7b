using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>
/// A reseller's books: the row that whoever touches its money locks first. One reseller's money is one queue, and two resellers never wait
/// for each other.
/// </summary>
internal sealed class Books : IOwned
{
    public required long ResellerId { get; init; }

    /// <summary>ISO 4217 code of everything in them.</summary>
    public required string Currency { get; init; }

    /// <summary>The first day of the last month that was charged for what keeps running.</summary>
    public required DateOnly ChargedThrough { get; init; }
}

internal sealed class BooksMapping : IEntityTypeConfiguration<Books>
{
    public void Configure(EntityTypeBuilder<Books> books)
    {
        books.ToTable("billing_books");
        books.HasKey(b => b.ResellerId);
        books.Property(b => b.ResellerId).ValueGeneratedNever();
        books.Property(b => b.Currency).HasMaxLength(3);
        books.HasOne<Reseller>().WithMany().HasForeignKey(b => b.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }
}
