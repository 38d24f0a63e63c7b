using System.Security.Cryptography;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>A reseller as a gateway knows it. The row is there before the gateway hears of the reseller.</summary>
internal sealed class GatewayCustomer : IOwned
{
    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    public required string Gateway { get; init; }

    /// <summary>Our name for it, which no other installation on the same account has.</summary>
    public string Key { get; init; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The gateway's name for it; null until it has answered.</summary>
    public string? Reference { get; private set; }

    public void Know(string reference) => Reference ??= reference;
}

/// <summary>The rows of customers, each call in its caller's transaction.</summary>
internal sealed class GatewayCustomers(ClnDbContext db)
{
    public async Task<GatewayCustomer> OfAsync(long resellerId, string gateway, CancellationToken cancellation) =>
        await FindAsync(resellerId, gateway, cancellation) ?? db.GatewayCustomers.Add(new() { ResellerId = resellerId, Gateway = gateway }).Entity;

    public Task<GatewayCustomer?> FindAsync(long resellerId, string gateway, CancellationToken cancellation) =>
        db.GatewayCustomers.FirstOrDefaultAsync(customer => customer.ResellerId == resellerId && customer.Gateway == gateway, cancellation);

    /// <summary>The first name that was learnt stays.</summary>
    public async Task<string> KnowAsync(long resellerId, string gateway, string reference, CancellationToken cancellation)
    {
        var customer = await OfAsync(resellerId, gateway, cancellation);
        customer.Know(reference);
        return customer.Reference!;
    }

    public Task<Reseller> ResellerAsync(long resellerId, CancellationToken cancellation) => db.Resellers.AsNoTracking().SingleAsync(reseller => reseller.Id == resellerId, cancellation);
}

internal sealed class GatewayCustomerMapping : IEntityTypeConfiguration<GatewayCustomer>
{
    public void Configure(EntityTypeBuilder<GatewayCustomer> customer)
    {
        customer.ToTable("billing_gateway_customers");
        customer.Property(c => c.Gateway).HasMaxLength(32);
        customer.Property(c => c.Key).HasMaxLength(32);
        customer.Property(c => c.Reference).HasMaxLength(200);
        customer.HasIndex(c => new { c.ResellerId, c.Gateway }).IsUnique();
        customer.HasIndex(c => new { c.Gateway, c.Reference }).IsUnique().HasFilter("reference IS NOT NULL");
        customer.HasOne<Reseller>().WithMany().HasForeignKey(c => c.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }
}
