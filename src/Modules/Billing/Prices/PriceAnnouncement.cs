using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>
/// All that was to change in a tier when something of it had been announced, changed or withdrawn: what its resellers are then written. The latest counts; a
/// letter tells the whole of one, so that it is true by itself whatever was written before.
/// </summary>
internal sealed class PriceAnnouncement
{
    public long Id { get; private set; }

    public required string TierCode { get; init; }

    public required DateTimeOffset AnnouncedAt { get; init; }

    /// <summary>A line for each price: "2027-01-01 KERNELCARE 2.95 3.10", with "-" for what isn't sold before.</summary>
    public required string Changes { get; init; }

    /// <summary>What of it hasn't begun.</summary>
    public IReadOnlyList<PriceStep> After(DateOnly month) =>
        [.. Changes.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).Where(step => step.From > month)];

    /// <summary>The same for the same changes, in whatever order they came.</summary>
    public static string Text(IEnumerable<PriceStep> steps) => string.Join('\n', steps.Select(Line).Order(StringComparer.Ordinal));

    private static string Line(PriceStep step) => $"{Days.Text(step.From)} {step.Code} {step.Before?.ToString() ?? "-"} {step.Monthly}";

    private static PriceStep Parse(string line) => line.Split(' ') is [var from, var code, var before, var monthly]
        ? new(DateOnly.ParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture), code, before == "-" ? null : Money.Parse(before), Money.Parse(monthly))
        : throw new InvalidOperationException($"\"{line}\" isn't a change of a price.");
}

internal sealed class PriceAnnouncementMapping : IEntityTypeConfiguration<PriceAnnouncement>
{
    public void Configure(EntityTypeBuilder<PriceAnnouncement> announcement)
    {
        announcement.ToTable("billing_price_announcements");
        announcement.Property(a => a.TierCode).HasMaxLength(32);
        announcement.HasIndex(a => a.TierCode);
        announcement.HasOne<PriceListTier>().WithMany().HasForeignKey(a => a.TierCode).OnDelete(DeleteBehavior.NoAction);
    }
}
