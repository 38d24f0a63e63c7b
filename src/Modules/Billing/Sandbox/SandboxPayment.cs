using System.Security.Cryptography;
using Cln.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>A payment in the sandbox's own book. It stands for a row in somebody else's database: nothing of ours refers to it.</summary>
internal sealed class SandboxPayment
{
    /// <summary>How long the page of a payment waits for its payer.</summary>
    private static readonly TimeSpan waits = TimeSpan.FromHours(3);

    public long Id { get; private set; }

    /// <summary>The name that others know it by.</summary>
    public string Name { get; init; } = $"sandbox_{RandomNumberGenerator.GetHexString(20, lowercase: true)}";

    /// <summary>The caller's name for it: the same key is the same payment.</summary>
    public required string OrderKey { get; init; }

    public required Money Amount { get; init; }

    public required string Currency { get; init; }

    public required string Description { get; init; }

    /// <summary>The token of the test card; null for the wallet's page.</summary>
    public string? Token { get; init; }

    public string? ReturnUrl { get; init; }

    public string? CancelUrl { get; init; }

    public required GatewayStatus Status { get; set; }

    public string? ChargeName { get; private set; }

    /// <summary>Why it was declined; null when it wasn't.</summary>
    public GatewayDecline? Decline => Status == GatewayStatus.Declined && Token is not null ? SandboxCard.ByToken[Token].Decline : null;

    public required DateTimeOffset CreatedAt { get; init; }

    public static SandboxPayment Of(PaymentOrder order, DateTimeOffset now) => new()
    {
        OrderKey = order.Key,
        Amount = order.Amount,
        Currency = order.Currency,
        Description = order.Description,
        Token = order.Method is { } reference ? SandboxMethods.TokenOf(reference) : null,
        ReturnUrl = order.Checkout?.ReturnUrl,
        CancelUrl = order.Checkout?.CancelUrl,
        Status = order.Method is null ? GatewayStatus.AwaitsPayer : GatewayStatus.Ready,
        CreatedAt = now,
    };

    /// <summary>Takes the money, or declines. Once decided it stays so.</summary>
    public void Confirm()
    {
        if (Status != GatewayStatus.Ready) return;
        if (Token is not null && SandboxCard.ByToken[Token].Behaviour == SandboxBehaviour.Declines)
        {
            Status = GatewayStatus.Declined;
            return;
        }

        Status = GatewayStatus.Succeeded;
        ChargeName = $"charge_{RandomNumberGenerator.GetHexString(20, lowercase: true)}";
    }

    /// <summary>The payer decides, while the page waits.</summary>
    public void Decide(bool approves)
    {
        if (Status == GatewayStatus.AwaitsPayer) Status = approves ? GatewayStatus.Ready : GatewayStatus.Canceled;
    }

    /// <summary>Nothing of it can happen any more, where nothing has happened yet.</summary>
    public void Cancel()
    {
        if (Status is GatewayStatus.AwaitsPayer or GatewayStatus.Ready) Status = GatewayStatus.Canceled;
    }

    public void Expire(DateTimeOffset now)
    {
        if (Status == GatewayStatus.AwaitsPayer && now > CreatedAt + waits) Status = GatewayStatus.Expired;
    }
}

internal sealed class SandboxPaymentMapping : IEntityTypeConfiguration<SandboxPayment>
{
    public void Configure(EntityTypeBuilder<SandboxPayment> payment)
    {
        payment.ToTable("billing_sandbox_payments");
        payment.Property(p => p.Name).HasMaxLength(40);
        payment.Property(p => p.OrderKey).HasMaxLength(100);
        payment.Property(p => p.Currency).HasMaxLength(3);
        payment.Property(p => p.Description).HasMaxLength(200);
        payment.Property(p => p.Token).HasMaxLength(64);
        payment.Property(p => p.ReturnUrl).HasMaxLength(1000);
        payment.Property(p => p.CancelUrl).HasMaxLength(1000);
        payment.Property(p => p.ChargeName).HasMaxLength(40);
        payment.Ignore(p => p.Decline);
        payment.HasIndex(p => p.Name).IsUnique();
        payment.HasIndex(p => p.OrderKey).IsUnique();
    }
}
