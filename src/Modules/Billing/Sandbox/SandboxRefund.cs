using System.Security.Cryptography;
using Cln.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>Money given back, in the sandbox's own book.</summary>
internal sealed class SandboxRefund
{
    public long Id { get; private set; }

    /// <summary>The name that others know it by.</summary>
    public string Name { get; init; } = $"refund_{RandomNumberGenerator.GetHexString(20, lowercase: true)}";

    /// <summary>The name of the payment.</summary>
    public required string Payment { get; init; }

    /// <summary>The caller's name for it: the same key is the same refund.</summary>
    public required string OrderKey { get; init; }

    public required Money Amount { get; init; }

    public required string Currency { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public GatewayRefund Answer => new(Name, GatewayRefundStatus.Succeeded, Amount, Currency) { Key = OrderKey };
}

internal sealed class SandboxRefundMapping : IEntityTypeConfiguration<SandboxRefund>
{
    public void Configure(EntityTypeBuilder<SandboxRefund> refund)
    {
        refund.ToTable("billing_sandbox_refunds");
        refund.Ignore(r => r.Answer);
        refund.Property(r => r.Name).HasMaxLength(40);
        refund.Property(r => r.Payment).HasMaxLength(40);
        refund.Property(r => r.OrderKey).HasMaxLength(100);
        refund.Property(r => r.Currency).HasMaxLength(3);
        refund.HasIndex(r => r.Name).IsUnique();
        refund.HasIndex(r => r.OrderKey).IsUnique();
        refund.HasIndex(r => r.Payment);
    }
}
