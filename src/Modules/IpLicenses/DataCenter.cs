using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.IpLicenses;

/// <summary>A place that keeps backups.</summary>
/// <param name="Code">The name for programs, such as "EU1".</param>
/// <param name="Name">Where it is, for people.</param>
internal sealed record DataCenter(string Code, string Name);

internal sealed class DataCenterMapping : IEntityTypeConfiguration<DataCenter>
{
    public const int LongestCode = 16;

    public void Configure(EntityTypeBuilder<DataCenter> dataCenter)
    {
        dataCenter.ToTable("ip_licenses_data_centers");
        dataCenter.HasKey(d => d.Code);
        dataCenter.Property(d => d.Code).HasMaxLength(LongestCode);
        dataCenter.Property(d => d.Name).HasMaxLength(100);
    }
}

[Extends<Query>]
internal static class DataCenters
{
    /// <summary>The data centres that keep backups, in the order of their codes.</summary>
    [Scope(Scopes.LicensesRead)]
    public static async Task<IReadOnlyList<DataCenter>> DataCentersAsync(ClnDbContext db, CancellationToken cancellation) =>
        await db.DataCenters.AsNoTracking().OrderBy(dataCenter => dataCenter.Code).ToListAsync(cancellation);
}
