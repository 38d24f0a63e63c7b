using Cln.Contracts;

namespace Cln.Billing;

/// <summary>Makes a payment of what PayPal shows and what we have noted.</summary>
internal sealed class PayPalReading(PayPalHttp http, PayPalNotes notes, PayPalDisputes disputes)
{
    /// <summary>The answer of a request that takes money: it is told as it is, without asking for more.</summary>
    /// <exception cref="PayPalUnclear">It isn't the order that was asked for, or says nothing that can be understood.</exception>
    public async Task<GatewayPayment> ReadAsync(WireOrder order, PayPalOrder? note, CancellationToken cancellation)
    {
        var unit = order.PurchaseUnits is [var only] ? only : throw new PayPalUnclear($"PayPal's order {order.Id} has no purchase unit, or several.");
        if (order.Id is not { Length: > 0 } id || (note?.OrderId is { } known && known != id)) throw new PayPalUnclear($"PayPal answers order {order.Id} where {note?.OrderId} was asked for.");
        var name = note?.Name ?? id;
        var capture = CaptureOf(unit);
        var approved = order.Status is "APPROVED" or "COMPLETED" || capture is not null;
        if (note is not null && (note.OrderId is null || (note.CaptureId is null && capture is not null) || (note.ApprovedAt is null && approved)))
            await notes.ChangeAsync(name, (noted, now) => noted.Learn(id, Moved(capture) ? capture!.Id : null, approved, now), cancellation);

        if (capture is not null) return await MoneyAsync(name, unit, capture, cancellation);
        var payment = new GatewayPayment(name, Status(order, unit, note), PayPalMoney.Read(unit.Amount), unit.Amount!.CurrencyCode ?? "") { Key = unit.CustomId };
        return Override(
            payment.Status == GatewayStatus.AwaitsPayer ? payment with { ApprovalUrl = order.Links.Find("payer-action") ?? order.Links.Find("approve") } : payment,
            note);
    }

    /// <summary>With the dispute about it, where there is one.</summary>
    public async Task<GatewayPayment> ReadWithDisputeAsync(WireOrder order, PayPalOrder? note, CancellationToken cancellation)
    {
        var payment = await ReadAsync(order, note, cancellation);
        return payment.ChargeId is { } chargeId ? payment with { Dispute = await disputes.FindAsync(chargeId, cancellation) } : payment;
    }

    /// <summary>An order that PayPal doesn't know, or knows no more.</summary>
    public async Task<GatewayPayment> GoneAsync(string name, PayPalOrder? note, CancellationToken cancellation)
    {
        if (note?.CaptureId is { } captureId)
        {
            var capture = await CaptureAsync(captureId, cancellation);
            return Money(name, capture) with { Dispute = await disputes.FindAsync(captureId, cancellation) };
        }

        if (note is { Decline: not null } or { GivenUpAt: not null }) return Own(note);

        // After a refusal the payer would have had to come again.
        if (note is { CaptureSentAt: null } and ({ ApprovedAt: null } or { Failures: > 0 })) return Own(note) with { Status = GatewayStatus.Expired };
        throw new PayPalUnclear($"PayPal doesn't know the order {name} any more, and it isn't certain that no money moved.", 404);
    }

    /// <summary>What an order is by our own notes, without asking.</summary>
    public static GatewayPayment Own(PayPalOrder note) => Override(new(note.Name, GatewayStatus.Ready, note.Amount, note.Currency) { Key = note.OrderKey }, note);

    public async Task<WireCapture> CaptureAsync(string id, CancellationToken cancellation)
    {
        var capture = await http.GetAsync($"v2/payments/captures/{Uri.EscapeDataString(id)}", PayPalWire.Default.WireCapture, cancellation);
        return capture.Id == id ? capture : throw new PayPalUnclear($"PayPal answers capture {capture.Id} where {id} was asked for.");
    }

    /// <summary>A payment by its capture alone.</summary>
    public static GatewayPayment Money(string name, WireCapture capture) => new(name, Status(capture), PayPalMoney.Read(capture.Amount), capture.Amount!.CurrencyCode ?? "")
    {
        Key = capture.CustomId,
        ChargeId = Moved(capture) ? capture.Id : null,
        Decline = DeclineOf(capture),
    };

    public static GatewayRefund Refund(WireRefund refund) => new(
        refund.Id is { Length: > 0 } id ? id : throw new PayPalUnclear("PayPal's refund has no id."),
        refund.Status switch
        {
            "COMPLETED" => GatewayRefundStatus.Succeeded,
            "PENDING" => GatewayRefundStatus.Pending,
            "FAILED" or "CANCELLED" => GatewayRefundStatus.Failed,
            _ => throw new PayPalUnclear($"PayPal's refund {id} is \"{refund.Status}\"."),
        },
        PayPalMoney.Read(refund.Amount),
        refund.Amount!.CurrencyCode ?? "")
    {
        Key = refund.CustomId,
    };

    private async Task<GatewayPayment> MoneyAsync(string name, WireUnit unit, WireCapture capture, CancellationToken cancellation)
    {
        var payment = Money(name, capture);
        if (payment.Decline is { } decline) await notes.ChangeAsync(name, (noted, now) => noted.Refuse(decline, now), cancellation);
        return payment with
        {
            Key = capture.CustomId ?? unit.CustomId,
            Refunds = [.. (unit.Payments?.Refunds ?? []).Select(Refund)],
        };
    }

    /// <summary>The capture that counts: one that moved money before one that waits, and that before those that failed.</summary>
    private static WireCapture? CaptureOf(WireUnit unit) =>
        (unit.Payments?.Captures ?? []).OrderBy(capture => Moved(capture) ? 0 : capture.Status == "PENDING" ? 1 : 2).FirstOrDefault();

    private static bool Moved(WireCapture? capture) => capture is { Id.Length: > 0, Status: "COMPLETED" or "PARTIALLY_REFUNDED" or "REFUNDED" };

    private static GatewayStatus Status(WireCapture capture) => capture.Status switch
    {
        "COMPLETED" or "PARTIALLY_REFUNDED" or "REFUNDED" => GatewayStatus.Succeeded,
        "PENDING" => GatewayStatus.Processing,
        "DECLINED" or "FAILED" => GatewayStatus.Declined,
        _ => throw new PayPalUnclear($"PayPal's capture {capture.Id} is \"{capture.Status}\"."),
    };

    private static GatewayDecline? DeclineOf(WireCapture capture) => capture.Status is "DECLINED" or "FAILED"
        ? PayPalIssues.Decline($"CAPTURE_{capture.Status}", $"PayPal did not take the money ({capture.StatusDetails?.Reason ?? "no reason given"}).")
        : null;

    private static GatewayStatus Status(WireOrder order, WireUnit unit, PayPalOrder? note) => order.Status switch
    {
        "CREATED" or "SAVED" => unit.ReferenceId == PayPalRequests.Kept || note?.Method is not null ? GatewayStatus.Ready : GatewayStatus.AwaitsPayer,
        "APPROVED" => GatewayStatus.Ready,
        "PAYER_ACTION_REQUIRED" => GatewayStatus.AwaitsPayer,
        "VOIDED" => GatewayStatus.Canceled,
        _ => throw new PayPalUnclear($"PayPal's order {order.Id} is \"{order.Status}\" and has no capture."),
    };

    /// <summary>What we resolved never to capture can't succeed, whatever PayPal would still let us do.</summary>
    private static GatewayPayment Override(GatewayPayment payment, PayPalOrder? note) => note switch
    {
        { Decline: { } decline } => payment with { Status = GatewayStatus.Declined, Decline = decline, ApprovalUrl = null },
        { GivenUpAt: not null } => payment with { Status = GatewayStatus.Canceled, ApprovalUrl = null },
        _ => payment,
    };
}
