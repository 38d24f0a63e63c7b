using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Billing;

/// <summary>
/// What we remember of an order at PayPal, because PayPal forgets it after three hours, has no way to void it, and can't tell whether we
/// have asked for its money.
/// </summary>
internal sealed class PayPalOrder : IOwned
{
    public long Id { get; private set; }

    public required long ResellerId { get; init; }

    /// <summary>Our name for the payment.</summary>
    public required string OrderKey { get; init; }

    /// <summary>What Billing knows it by: PayPal's id, or a name of ours where PayPal has none when it must be told.</summary>
    public required string Name { get; init; }

    /// <summary>PayPal's id; null where there is none, or none yet.</summary>
    public string? OrderId { get; private set; }

    public required Money Amount { get; init; }

    public required string Currency { get; init; }

    public required string Description { get; init; }

    /// <summary>The kept wallet that pays; null when the payer approves the order on PayPal's page.</summary>
    public string? Method { get; init; }

    /// <summary>The payer isn't there.</summary>
    public required bool OffSession { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When we saw that its payer had approved it.</summary>
    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>When its money was asked for, and PayPal hasn't said since that it wasn't taken: from here on money may have moved.</summary>
    public DateTimeOffset? CaptureSentAt { get; private set; }

    /// <summary>How often its money was asked for.</summary>
    public int Sendings { get; private set; }

    /// <summary>How often PayPal has surely not taken the money that was asked for.</summary>
    public int Failures { get; private set; }

    /// <summary>PayPal's id of the money that moved.</summary>
    public string? CaptureId { get; private set; }

    /// <summary>When we resolved never to ask for its money: nobody else can.</summary>
    public DateTimeOffset? GivenUpAt { get; private set; }

    /// <summary>Why it was refused, after which its money isn't asked for again.</summary>
    public string? DeclineCode { get; private set; }

    public DeclineClass? DeclineClass { get; private set; }

    public string? DeclineReason { get; private set; }

    public GatewayDecline? Decline => DeclineCode is null ? null : new(DeclineCode, DeclineClass ?? Contracts.DeclineClass.Internal, DeclineReason ?? "");

    /// <summary>What was to be created, as far as it takes to charge a kept wallet.</summary>
    public PaymentOrder Order => new(OrderKey, ResellerId, Amount, Currency, Description, Method, Checkout: null) { OffSession = OffSession };

    /// <summary>Each try that is proven to have failed gives the next one another key; until then it is the same request.</summary>
    public string CaptureRequest => $"{OrderKey}:capture:{Failures + 1}";

    public static PayPalOrder Of(PaymentOrder order, string? orderId, DateTimeOffset now) => new()
    {
        ResellerId = order.ResellerId,
        OrderKey = order.Key,
        Name = orderId ?? $"own:{order.Key}",
        OrderId = orderId,
        Amount = order.Amount,
        Currency = order.Currency,
        Description = order.Description,
        Method = order.Method,
        OffSession = order.OffSession,
        CreatedAt = now,
    };

    /// <summary>Writes down what an answer of PayPal shows. Facts only come; none of them goes.</summary>
    public void Learn(string? orderId, string? captureId, bool approved, DateTimeOffset now)
    {
        OrderId ??= orderId;
        CaptureId ??= captureId;
        if (approved) ApprovedAt ??= now;
    }

    /// <returns>Null when its money must not be asked for any more.</returns>
    public CaptureTurn? BeginCapture(DateTimeOffset now)
    {
        if (GivenUpAt is not null || CaptureId is not null) return null;
        var first = CaptureSentAt is null;
        CaptureSentAt ??= now;
        return new(++Sendings, first, CaptureRequest);
    }

    /// <summary>Nothing of it ever left us, nor of an earlier one: as if its money hadn't been asked for.</summary>
    public void TakeBack(CaptureTurn turn)
    {
        if (turn.First && turn.Sending == Sendings && CaptureId is null) CaptureSentAt = null;
    }

    public void GiveUp(DateTimeOffset now) => GivenUpAt ??= now;

    /// <summary>PayPal says that what we asked for last wasn't done.</summary>
    public void Fail()
    {
        CaptureSentAt = null;
        Failures++;
    }

    /// <summary>Refused for good: its money is never asked for again.</summary>
    public void Refuse(GatewayDecline decline, DateTimeOffset now)
    {
        if (CaptureId is not null) return;
        (DeclineCode, DeclineClass, DeclineReason) = (decline.Code, decline.Class, decline.Reason);
        CaptureSentAt = null;
        GivenUpAt ??= now;
    }
}

/// <summary>The right to ask for an order's money.</summary>
/// <param name="Sending">Which time it is.</param>
/// <param name="First">No other request for it can be under way.</param>
/// <param name="Request">The request's name.</param>
internal sealed record CaptureTurn(int Sending, bool First, string Request);

internal sealed class PayPalOrderMapping : IEntityTypeConfiguration<PayPalOrder>
{
    public void Configure(EntityTypeBuilder<PayPalOrder> order)
    {
        order.ToTable("billing_paypal_orders");
        order.Ignore(o => o.Decline);
        order.Ignore(o => o.Order);
        order.Ignore(o => o.CaptureRequest);
        order.Property(o => o.OrderKey).HasMaxLength(100);
        order.Property(o => o.Name).HasMaxLength(200);
        order.Property(o => o.OrderId).HasMaxLength(200);
        order.Property(o => o.Currency).HasMaxLength(3);
        order.Property(o => o.Description).HasMaxLength(200);
        order.Property(o => o.Method).HasMaxLength(200);
        order.Property(o => o.CaptureId).HasMaxLength(200);
        order.Property(o => o.DeclineCode).HasMaxLength(64);
        order.Property(o => o.DeclineReason).HasMaxLength(500);
        order.HasIndex(o => o.OrderKey).IsUnique();
        order.HasIndex(o => o.Name).IsUnique();
        order.HasOne<Reseller>().WithMany().HasForeignKey(o => o.ResellerId).OnDelete(DeleteBehavior.NoAction);
    }
}
