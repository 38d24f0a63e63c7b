using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Evolution;

/// <summary>What is worth telling those who call the API.</summary>
internal enum ApiUseKind
{
    /// <summary>Something deprecated was used; its name is the path.</summary>
    Deprecated,

    /// <summary>A request was refused by the limits; its name is the code.</summary>
    Refused,
}

/// <summary>How often one caller did one thing on one day.</summary>
internal sealed class ApiUse : IOwned
{
    public const int KeptDays = 90;

    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    public required string Principal { get; init; }

    public required ApiUseKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>UTC.</summary>
    public required DateOnly Day { get; init; }

    public required int Count { get; set; }

    public required DateTimeOffset LastAt { get; set; }
}

internal sealed class ApiUseMapping : IEntityTypeConfiguration<ApiUse>
{
    public void Configure(EntityTypeBuilder<ApiUse> use)
    {
        use.ToTable("access_api_uses");
        use.Property(row => row.Principal).HasMaxLength(100);
        use.Property(row => row.Name).HasMaxLength(200);
        use.HasIndex(row => new { row.Principal, row.Kind, row.Name, row.Day }).IsUnique();
        use.HasIndex(row => new { row.ResellerId, row.Day });
        use.HasIndex(row => row.Day);
    }
}

internal static class EvolutionTables
{
    extension(ClnDbContext db)
    {
        internal DbSet<ApiUse> ApiUses => db.Set<ApiUse>();
    }
}
