using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.IpLicenses;

/// <summary>The table of types, kept in memory: it is read with every licence and changes once in a year.</summary>
internal sealed class Catalogue(IServiceScopeFactory scopes, TimeProvider clock) : ICatalogue
{
    /// <summary>How long another host may not know a new type.</summary>
    private static readonly TimeSpan freshness = TimeSpan.FromMinutes(1);

    private volatile Snapshot? snapshot;

    public IReadOnlyList<LicenseType> Types => snapshot is { } known && clock.GetElapsedTime(known.ReadAt) < freshness ? known.Types : Read();

    /// <summary>The types have changed: they are read again when they are next asked for.</summary>
    public void Forget() => snapshot = null;

    private IReadOnlyList<LicenseType> Read()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        var types = db.LicenseTypes.AsNoTracking().OrderBy(type => EF.Property<int>(type, LicenseTypeMapping.Position)).ThenBy(type => type.Code);
        return (snapshot = new([.. types], clock.GetTimestamp())).Types;
    }

    private sealed record Snapshot(IReadOnlyList<LicenseType> Types, long ReadAt);
}

internal sealed class LicenseTypeMapping : IEntityTypeConfiguration<LicenseType>
{
    public const string Position = "Position";
    public const int LongestCode = 32;
    public const int LongestName = 100;

    public void Configure(EntityTypeBuilder<LicenseType> type)
    {
        type.ToTable("ip_licenses_types");
        type.HasKey(t => t.Code);
        type.Property(t => t.Code).HasMaxLength(LongestCode);
        type.Property(t => t.Name).HasMaxLength(LongestName);
        type.Property(t => t.Product).HasMaxLength(LongestName);
        type.Property<int>(Position);
        type.HasIndex(t => t.LegacyId).IsUnique().HasFilter("legacy_id IS NOT NULL");
    }
}

internal static class CatalogueReading
{
    /// <summary>The type of a licence that exists.</summary>
    public static LicenseType Get(this ICatalogue catalogue, string code) =>
        catalogue.Find(code) ?? throw new InvalidOperationException($"There are licences of the type {code}, which is not in the catalogue.");
}

[Extends<Query>]
internal static class TypesOfCatalogue
{
    /// <summary>Everything that can be licensed, in the order of the menu.</summary>
    [AllowAnonymous, Cacheable(60)]
    public static IReadOnlyList<LicenseType> LicenseTypes(ICatalogue catalogue) => catalogue.Types;
}
