using Cln.Contracts;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Orders at PayPal: made, captured, looked at.</summary>
internal sealed class PayPalOrders(PayPalHttp http, PayPalNotes notes, PayPalReading reading, PayPalReport report, PayPalSettings settings, TimeProvider clock, ILogger<PayPalOrders> logger)
{
    /// <summary>PayPal remembers the names of requests for six hours. Nothing that takes money is sent again so late.</summary>
    private static readonly TimeSpan remembered = TimeSpan.FromHours(5.5);

    /// <summary>PayPal's statement is up to three hours late. What isn't in it after twice as long didn't happen.</summary>
    private static readonly TimeSpan stated = TimeSpan.FromHours(12);

    public async Task<GatewayPayment> CreateAsync(PaymentOrder order, CancellationToken cancellation)
    {
        if (await notes.FindByKeyAsync(order.Key, cancellation) is { } known) return await FindAsync(known.Name, cancellation);
        var note = PayPalOrder.Of(order, orderId: null, clock.GetUtcNow());
        if (order.Method is not null && settings.SingleStep) return PayPalReading.Own(await notes.AddAsync(note, cancellation));
        try
        {
            var made = await http.PostAsync("v2/checkout/orders", $"{order.Key}:create:1", PayPalRequests.Create(order), PayPalWire.Default.WireOrder, PayPalWire.Default.WireOrder, cancellation);
            CrashPoint.Hit("C4");
            if (made.Id is not { Length: > 0 }) throw new PayPalUnclear("PayPal made an order and didn't say its id.");
            return await reading.ReadAsync(made, await notes.AddAsync(PayPalOrder.Of(order, made.Id, clock.GetUtcNow()), cancellation), cancellation);
        }
        catch (PayPalRefusal refusal)
        {
            logger.LogError(refusal, "PayPal refuses to make an order for the payment {Key}", order.Key);
            note.Refuse(new(refusal.Issue, DeclineClass.Internal, refusal.Description), clock.GetUtcNow());
            return PayPalReading.Own(await notes.AddAsync(note, cancellation));
        }
    }

    public async Task<GatewayPayment> FindAsync(string name, CancellationToken cancellation)
    {
        var note = await notes.FindAsync(name, cancellation);
        if (note is { OrderId: null }) return note is { CaptureSentAt: null } ? PayPalReading.Own(note) : await FindChargedAsync(note, cancellation);
        try
        {
            return await reading.ReadWithDisputeAsync(await GetAsync(note?.OrderId ?? name, cancellation), note, cancellation);
        }
        catch (PayPalRefusal refusal) when (refusal.Status == 404)
        {
            return await reading.GoneAsync(name, note, cancellation);
        }
    }

    public async Task<GatewayPayment> CaptureAsync(string name, PaymentOrder order, CancellationToken cancellation)
    {
        if (await notes.BeginCaptureAsync(name, order.Key, cancellation) is not { } turn) return await FindAsync(name, cancellation);
        var note = await notes.FindAsync(name, cancellation);
        try
        {
            var answer = note is { OrderId: null }
                ? await ChargeAsync(note, cancellation)
                : await http.PostAsync(
                    $"v2/checkout/orders/{Uri.EscapeDataString(note?.OrderId ?? name)}/capture", turn.Request, PayPalRequests.Capture(order), PayPalWire.Default.WireCaptureOrder,
                    PayPalWire.Default.WireOrder, cancellation);
            CrashPoint.Hit("C6");
            return await TakenAsync(await reading.ReadAsync(answer, note, cancellation), order, cancellation);
        }
        catch (PayPalRefusal refusal)
        {
            if (refusal.Status == 404) await notes.ChangeAsync(name, (noted, _) => noted.TakeBack(turn), cancellation);
            return await RefusedAsync(name, order, refusal, cancellation);
        }
        catch (Exception failure) when (failure is GatewayNotReached or GatewayRejectsUs or GatewayBusy)
        {
            await notes.ChangeAsync(name, (noted, _) => noted.TakeBack(turn), CancellationToken.None);
            throw;
        }
    }

    /// <summary>An order whose id never reached us was never captured: that takes its id. So only the statement can know of money, and only of old orders.</summary>
    public async Task<GatewayPayment?> SearchAsync(PaymentOrder order, DateTimeOffset since, CancellationToken cancellation)
    {
        if (await notes.FindByKeyAsync(order.Key, cancellation) is { } known) return await FindAsync(known.Name, cancellation);
        if (clock.GetUtcNow() - since < remembered || await report.CaptureOfAsync(order.Key, since, cancellation) is not { } captureId) return null;
        var capture = await reading.CaptureAsync(captureId, cancellation);
        return capture.SupplementaryData?.RelatedIds?.OrderId is { } orderId ? await FindAsync(orderId, cancellation) : PayPalReading.Money(captureId, capture);
    }

    private async Task<WireOrder> GetAsync(string id, CancellationToken cancellation)
    {
        var order = await http.GetAsync($"v2/checkout/orders/{Uri.EscapeDataString(id)}", PayPalWire.Default.WireOrder, cancellation);
        return order.Id == id ? order : throw new PayPalUnclear($"PayPal answers order {order.Id} where {id} was asked for.");
    }

    /// <summary>A kept wallet whose owner is asked for when nobody is there to be led to PayPal's page: this payment is over.</summary>
    private async Task<GatewayPayment> TakenAsync(GatewayPayment answer, PaymentOrder order, CancellationToken cancellation)
    {
        if (answer.Status != GatewayStatus.AwaitsPayer || order is { Method: null } or { Checkout: not null }) return answer;
        var decline = PayPalIssues.Decline("PAYER_ACTION_REQUIRED", "PayPal asks for the account's owner.");
        await notes.ChangeAsync(answer.Id, (noted, now) => noted.Refuse(decline, now), cancellation);
        return answer with { Status = GatewayStatus.Declined, Decline = decline, ApprovalUrl = null };
    }

    /// <summary>Takes the money of a kept wallet in one step, by the fallback: the same request again has no second effect while PayPal remembers it.</summary>
    private Task<WireOrder> ChargeAsync(PayPalOrder note, CancellationToken cancellation) =>
        http.PostAsync("v2/checkout/orders", $"{note.OrderKey}:charge:1", PayPalRequests.Charge(note), PayPalWire.Default.WireOrder, PayPalWire.Default.WireOrder, cancellation);

    /// <summary>A charge in one step whose answer got lost: sent again while that is safe, looked for in the statement afterwards.</summary>
    private async Task<GatewayPayment> FindChargedAsync(PayPalOrder note, CancellationToken cancellation)
    {
        if (note.CaptureId is { } known) return PayPalReading.Money(note.Name, await reading.CaptureAsync(known, cancellation));
        var age = clock.GetUtcNow() - note.CaptureSentAt!.Value;
        if (age < remembered)
        {
            try
            {
                return await TakenAsync(await reading.ReadAsync(await ChargeAsync(note, cancellation), note, cancellation), note.Order, cancellation);
            }
            catch (PayPalRefusal refusal)
            {
                return await RefusedAsync(note.Name, note.Order, refusal, cancellation);
            }
        }

        if (await report.CaptureOfAsync(note.OrderKey, note.CreatedAt, cancellation) is { } captureId)
        {
            await notes.ChangeAsync(note.Name, (noted, now) => noted.Learn(orderId: null, captureId, approved: false, now), cancellation);
            return PayPalReading.Money(note.Name, await reading.CaptureAsync(captureId, cancellation));
        }

        return age > stated ? PayPalReading.Own(note) with { Status = GatewayStatus.Expired } : throw new PayPalUnclear("PayPal's statement doesn't tell yet whether the charge was made.");
    }

    private async Task<GatewayPayment> RefusedAsync(string name, PaymentOrder order, PayPalRefusal refusal, CancellationToken cancellation)
    {
        if (PayPalIssues.IsPerhapsPaid(refusal.Issue) || refusal.Status != 422) return await AskAgainAsync(name, refusal, cancellation);
        var returns = order is { Method: null, Checkout: not null } && (PayPalIssues.IsForPayer(refusal.Issue) || PayPalIssues.IsForAnotherSource(refusal.Issue));
        if (returns)
        {
            await notes.ChangeAsync(name, (noted, _) => noted.Fail(), cancellation);
            var now = await FindAsync(name, cancellation);
            return now.Status is GatewayStatus.Ready or GatewayStatus.AwaitsPayer ? now with { Status = GatewayStatus.AwaitsPayer, ApprovalUrl = refusal.PayerPage ?? now.ApprovalUrl } : now;
        }

        if (order.Method is not null && refusal.Issue == "ORDER_NOT_APPROVED")
            logger.LogError("PayPal didn't take the kept wallet when the order {Order} was captured: set Gateways:PayPal:KeptCharges to SingleStep", name);
        var decline = PayPalIssues.Decline(refusal.Issue, refusal.Description);
        if (decline.Class == DeclineClass.Internal) logger.LogError(refusal, "PayPal refuses our request for the money of order {Order}", name);
        await notes.ChangeAsync(name, (noted, now) => noted.Refuse(decline, now), cancellation);
        return await FindAsync(name, cancellation);
    }

    /// <summary>Another request may have taken the money; and one that PayPal finds wrong is no reason to believe that an earlier one was too.</summary>
    private async Task<GatewayPayment> AskAgainAsync(string name, PayPalRefusal refusal, CancellationToken cancellation)
    {
        if (await notes.FindAsync(name, cancellation) is { OrderId: null }) throw new PayPalUnclear(refusal.Message, refusal.Status, refusal);
        var now = await FindAsync(name, cancellation);
        if (now.Status is not GatewayStatus.Ready and not GatewayStatus.AwaitsPayer) return now;
        if (PayPalIssues.IsPerhapsPaid(refusal.Issue)) throw new PayPalUnclear(refusal.Message, refusal.Status, refusal);
        logger.LogError(refusal, "PayPal finds our request for the money of order {Order} wrong", name);
        await notes.ChangeAsync(name, (noted, at) => noted.Refuse(new(refusal.Issue, DeclineClass.Internal, refusal.Description), at), cancellation);
        return await FindAsync(name, cancellation);
    }
}
