using Cln.Contracts;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>A card or wallet that a gateway keeps for the reseller. We hold the gateway's name for it and never its number.</summary>
[Node(Scopes.BillingRead)]
internal sealed class PaymentMethod : INode, IOwned
{
    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    /// <summary>The code of the gateway that keeps it: "sandbox", "stripe", "paypal".</summary>
    public required string Gateway { get; init; }

    /// <summary>What people recognise it by, such as "Visa •••• 4242".</summary>
    public required string Label { get; init; }

    /// <summary>True for the one that is charged when nothing else is said; false for the others, and once it was removed.</summary>
    public bool Current => Standing == MethodStanding.Current;

    /// <summary>The last day on which it can be charged; null when it doesn't expire.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>The gateway's name for it.</summary>
    [Hidden] public required string Reference { get; init; }

    /// <summary>Its place in the list.</summary>
    [Hidden] public required int Position { get; set; }

    [Hidden] public MethodStanding Standing { get; private set; } = MethodStanding.Spare;

    internal static PaymentMethod Of(long resellerId, string gateway, KeptMethod kept, int position) => new()
    {
        ResellerId = resellerId,
        Gateway = gateway,
        Label = kept.Label,
        ExpiresOn = kept.ExpiresOn,
        Reference = kept.Reference,
        Position = position,
    };

    internal void MakeCurrent() => Standing = MethodStanding.Current;

    internal void Move(int position) => Position = position;

    internal void Remove() => Standing = MethodStanding.Removed;
}

/// <summary>What a payment method is to its reseller.</summary>
internal enum MethodStanding
{
    Current,
    Spare,
    Removed,
}

internal sealed class PaymentMethodMapping : IEntityTypeConfiguration<PaymentMethod>
{
    public void Configure(EntityTypeBuilder<PaymentMethod> method)
    {
        method.ToTable("billing_payment_methods");
        method.Ignore(m => m.Current);
        method.Property(m => m.Gateway).HasMaxLength(32);
        method.Property(m => m.Label).HasMaxLength(100);
        method.Property(m => m.Reference).HasMaxLength(200);
        method.HasIndex(m => new { m.ResellerId, m.Position }).IsUnique();
        method.HasIndex(m => m.ResellerId, "ix_billing_payment_methods_current").HasDatabaseName("ix_billing_payment_methods_current").IsUnique()
            .HasFilter("standing = 'Current'");
        method.HasOne<Reseller>().WithMany().HasForeignKey(m => m.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }
}
