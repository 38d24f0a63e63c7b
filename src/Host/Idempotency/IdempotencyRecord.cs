using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Host.Idempotency;

/// <summary>What became of a mutation that was called with an idempotency key.</summary>
internal sealed class IdempotencyRecord
{
    public const string UniqueIndex = "ix_idempotency_records_principal_mutation_key";

    public long Id { get; private set; }

    /// <summary>Whose key it is: keys of different callers never meet.</summary>
    public required string Principal { get; init; }

    public required string Mutation { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 over the input without the key, as the resolver got it.</summary>
    public required string Fingerprint { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when the call that is under way is believed to live; null when it is done.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>The result or the error, as references; null while the call is under way.</summary>
    public string? Outcome { get; set; }
}

internal sealed class IdempotencyMapping : IEntityTypeConfiguration<IdempotencyRecord>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.ToTable("idempotency_records");
        builder.Property(record => record.Principal).HasMaxLength(100);
        builder.Property(record => record.Mutation).HasMaxLength(100);
        builder.Property(record => record.Key).HasMaxLength(128);
        builder.Property(record => record.Fingerprint).HasMaxLength(64);
        builder.HasIndex(record => new { record.Principal, record.Mutation, record.Key }).IsUnique();
    }
}

internal static class IdempotencyTables
{
    extension(ClnDbContext db)
    {
        internal DbSet<IdempotencyRecord> IdempotencyRecords => db.Set<IdempotencyRecord>();
    }
}
