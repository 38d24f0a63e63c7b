using Cln.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>A line of a gateway's statement, as we read it last.</summary>
internal sealed class Movement
{
    public long Id { get; private set; }

    public required string Gateway { get; init; }

    /// <summary>The gateway's name for it.</summary>
    public required string MovementId { get; init; }

    public required GatewayMovementKind Kind { get; set; }

    /// <summary>The charge that it is, or that it is about.</summary>
    public required string ChargeId { get; set; }

    /// <summary>Negative when money left us.</summary>
    public required Money Amount { get; set; }

    /// <summary>What the gateway keeps of it.</summary>
    public required Money Fee { get; set; }

    public required string Currency { get; set; }

    public required DateTimeOffset At { get; set; }

    /// <summary>When we read it first.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>How much of the fee is in the books.</summary>
    public Money FeePosted { get; private set; }

    /// <summary>In how many postings: a gateway may correct a fee.</summary>
    public int FeePostings { get; private set; }

    public static Movement Of(string gateway, GatewayMovement line, DateTimeOffset now) => new()
    {
        Gateway = gateway,
        MovementId = line.Id,
        Kind = line.Kind,
        ChargeId = line.ChargeId,
        Amount = line.Amount,
        Fee = line.Fee,
        Currency = line.Currency,
        At = line.At,
        ReadAt = now,
    };

    /// <summary>The gateway says something else today than when we read it before.</summary>
    public void Correct(GatewayMovement line) => (Kind, ChargeId, Amount, Fee, Currency, At) = (line.Kind, line.ChargeId, line.Amount, line.Fee, line.Currency, line.At);

    public void FeeIsPosted() => (FeePosted, FeePostings) = (Fee, FeePostings + 1);
}

/// <summary>How far a gateway's statement was read.</summary>
internal sealed class Statement
{
    public required string Gateway { get; init; }

    /// <summary>Nothing before it was ever asked for.</summary>
    public required DateTimeOffset Begins { get; init; }

    public required DateTimeOffset ReadThrough { get; set; }
}

internal sealed class StatementMapping : IEntityTypeConfiguration<Movement>, IEntityTypeConfiguration<Statement>
{
    public void Configure(EntityTypeBuilder<Movement> movement)
    {
        movement.ToTable("billing_gateway_movements");
        movement.Property(m => m.Gateway).HasMaxLength(32);
        movement.Property(m => m.MovementId).HasMaxLength(200);
        movement.Property(m => m.ChargeId).HasMaxLength(200);
        movement.Property(m => m.Currency).HasMaxLength(3);
        movement.HasIndex(m => new { m.Gateway, m.MovementId }).IsUnique();
        movement.HasIndex(m => new { m.Gateway, m.ChargeId });
    }

    public void Configure(EntityTypeBuilder<Statement> statement)
    {
        statement.ToTable("billing_gateway_statements");
        statement.HasKey(s => s.Gateway);
        statement.Property(s => s.Gateway).HasMaxLength(32);
    }
}
