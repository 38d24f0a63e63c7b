using Cln.Contracts;

namespace Cln.Billing;

/// <summary>Brings a payment further with its gateway, as far as it goes: create, keep its id, confirm; or find, search, cancel.</summary>
internal sealed class Inquiry(Apart apart, GatewayCalls calls, TimeProvider clock)
{
    /// <summary>Asks about a payment whose lease the caller has.</summary>
    /// <param name="payment">As it was when it was leased.</param>
    /// <param name="wish">What for.</param>
    public Task<Reply<GatewayPayment>> AskAsync(Payment payment, Wish wish) =>
        calls.AskAsync(payment.Gateway, $"payment {payment.Id}", async (gateway, enough) =>
        {
            try
            {
                return wish == Wish.Cancel ? await CancelAsync(gateway, payment, enough) : await LookAsync(gateway, payment, enough);
            }
            catch (PaymentMethodRefused refused)
            {
                return Made(payment, GatewayStatus.Declined) with { Decline = new("refused", DeclineClass.Never, refused.Message) };
            }
        });

    private async Task<GatewayPayment?> LookAsync(IGateway gateway, Payment payment, CancellationToken enough)
    {
        if (await FoundAsync(gateway, payment, enough) is not { } now) return null;
        if (payment.Mismatch(now) is not null) return now;
        if (now.Status == GatewayStatus.AwaitsPayer && clock.GetUtcNow() - payment.CreatedAt >= Payment.PayerHas) return await ExpireAsync(gateway, payment, now, enough);
        if (now.Status != GatewayStatus.Ready) return now;
        if (!await IsStillWantedAsync(payment, enough)) return await calls.SendAsync(() => gateway.CancelAsync(now.Id, CancelKey(payment), enough), enough);

        var confirmed = await calls.SendAsync(() => gateway.ConfirmAsync(now.Id, payment.Order, enough), enough);
        CrashPoint.Hit("C6");
        return confirmed;
    }

    /// <summary>The payment with its gateway, made there if need be; its id is on our side before anything else is asked.</summary>
    private async Task<GatewayPayment?> FoundAsync(IGateway gateway, Payment payment, CancellationToken enough)
    {
        if (payment.GatewayId is { } known) return await calls.SendAsync(() => gateway.FindAsync(known, enough), enough);

        var since = payment.SubmittedAt ?? payment.CreatedAt;
        var mayCreate = clock.GetUtcNow() - since < Payment.KeysLast;
        var found = payment.State == PaymentState.Submitting && mayCreate ? null : await calls.SendAsync(() => gateway.SearchAsync(payment.Order, since, enough), enough);
        if (found is null)
        {
            if (!mayCreate) return null;
            found = await calls.SendAsync(() => gateway.CreateAsync(payment.Order, enough), enough);
            CrashPoint.Hit("C4");
        }

        if (payment.Mismatch(found) is not null) return found;
        await apart.CommitAsync((Settlement settlement) => settlement.KnowAsync(payment.Id, found.Id, enough), enough);
        CrashPoint.Hit("C5");
        return found;
    }

    private async Task<GatewayPayment> CancelAsync(IGateway gateway, Payment payment, CancellationToken enough)
    {
        // What the gateway knows nothing of, and by its key can't hear of any more, is over.
        if (await FoundAsync(gateway, payment, enough) is not { } now) return Made(payment, GatewayStatus.Canceled);
        if (payment.Mismatch(now) is not null || now.Status is not (GatewayStatus.AwaitsPayer or GatewayStatus.Ready or GatewayStatus.Processing)) return now;
        return await calls.SendAsync(() => gateway.CancelAsync(now.Id, CancelKey(payment), enough), enough);
    }

    private async Task<GatewayPayment> ExpireAsync(IGateway gateway, Payment payment, GatewayPayment now, CancellationToken enough)
    {
        var ended = await calls.SendAsync(() => gateway.CancelAsync(now.Id, CancelKey(payment), enough), enough);
        return ended.Status == GatewayStatus.Canceled ? ended with { Status = GatewayStatus.Expired } : ended;
    }

    /// <summary>What a balance asked for and what wasn't taken at once may be without reason by now.</summary>
    private async Task<bool> IsStillWantedAsync(Payment payment, CancellationToken cancellation) =>
        payment.Purpose != PaymentPurpose.Autopayment || payment.State == PaymentState.Submitting ||
        await apart.CommitAsync((AutopaymentGate gate) => gate.IsDueAsync(payment.ResellerId, cancellation), cancellation);

    private static string CancelKey(Payment payment) => $"{payment.GatewayKey}:cancel";

    /// <summary>An answer in the gateway's place, where it has none to give.</summary>
    private static GatewayPayment Made(Payment payment, GatewayStatus status) => new(payment.GatewayId ?? "", status, payment.Amount, payment.Currency);
}

/// <summary>What a gateway is asked for.</summary>
internal enum Wish
{
    /// <summary>To bring the payment further.</summary>
    Further,

    /// <summary>To bring it further, and to hand over what its payer needs.</summary>
    Resume,

    /// <summary>To see to it that it can't succeed any more.</summary>
    Cancel,

    /// <summary>To bring the payment further, and to take the money that it tells of for what was asked for.</summary>
    Accept,
}
