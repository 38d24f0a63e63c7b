using Cln.FakeProviders.Faults;
using Cln.FakeProviders.Hooks;
using Cln.FakeProviders.Keeping;
using Cln.FakeProviders.PayPal;
using Cln.FakeProviders.Stripe;

namespace Cln.FakeProviders;

/// <summary>What no provider has: the strings by which a test pulls this one.</summary>
internal static class Controls
{
    private const int MostEvents = 1000;

    public static void Map(WebApplication app)
    {
        app.MapGet("/_books", (Books books) => books.DoAsync(Effects.Of));

        app.MapGet("/_fault", (FaultList faults) => faults.All());
        app.MapPost("/_fault", (Fault fault, FaultList faults) =>
        {
            if (fault.Complaint is { } complaint) return Results.BadRequest(new { error = complaint });
            // A reorder holds back as many as it is told, and lets them go backwards.
            faults.Add(fault.Kind == "reorder" ? fault with { Times = fault.Number(otherwise: 2) } : fault);
            return Results.NoContent();
        });
        app.MapDelete("/_fault", (FaultList faults) => faults.Clear());

        app.MapGet("/_clock", (FakeClock clock) => new { now = clock.GetUtcNow() });
        app.MapPost("/_clock", MoveAsync);

        app.MapGet("/_ca.pem", (PayPalCertificate certificate) => Results.Text(certificate.AuthorityPem, "application/x-pem-file"));
        app.MapPost("/_webhooks", (Targets targets, FakeSettings settings) => Aim(targets, settings));
        app.MapGet("/_events", (Books books) => books.DoAsync(page => page.All<HookEvent>().Reverse().Take(MostEvents).ToList()));
        app.MapPost("/_deliver", DeliverAsync);

        app.MapPost("/_stripe/disputes", (DisputeOrder order, Books books, FakeClock clock, StripeEndpoint endpoint, HttpContext http) =>
            books.DoAsync(page => page.Find<StripeCharge>(order.Charge) is { Status: "succeeded" } charge
                ? Results.Ok(new { id = StripeDisputes.Open(new(page, new([]), charge.Id, clock.GetUtcNow(), endpoint.PublicUrl(http)), charge, order.Reason ?? "fraudulent", order.Amount ?? charge.Amount).Id })
                : Results.NotFound()));
        app.MapPost("/_paypal/disputes", (DisputeOrder order, Books books, FakeClock clock, PayPalEndpoint endpoint, HttpContext http) =>
            books.DoAsync(page => page.Find<PayPalCapture>(order.Charge) is { Dispute: null } capture
                ? Results.Ok(new { id = PayPalDisputes.Open(new(page, null, capture.Id, clock.GetUtcNow(), endpoint.PublicUrl(http)), capture).Id })
                : Results.NotFound()));
        app.MapPost("/_paypal/disputes/{id}", (string id, Verdict verdict, Books books, FakeClock clock, PayPalEndpoint endpoint, HttpContext http) =>
            books.DoAsync(page => page.Find<PayPalDispute>(id) is { } dispute
                ? Results.Ok(new { outcome = PayPalDisputes.Resolve(new(page, null, id, clock.GetUtcNow(), endpoint.PublicUrl(http)), dispute, verdict.Won).Outcome })
                : Results.NotFound()));
    }

    private static async Task<IResult> MoveAsync(ClockOrder order, FakeClock clock, Ripening ripening)
    {
        if (order.Now is { } now) clock.Put(now);
        if (order.Advance is { } seconds) clock.Advance(TimeSpan.FromSeconds(seconds));
        await ripening.RipenAsync();
        return Results.Ok(new { now = clock.GetUtcNow() });
    }

    private static void Aim(Targets targets, FakeSettings settings)
    {
        (settings.Stripe.Url, settings.Stripe.Secret) = (targets.Stripe?.Url ?? settings.Stripe.Url, targets.Stripe?.Secret ?? settings.Stripe.Secret);
        (settings.PayPal.Url, settings.PayPal.Secret) = (targets.PayPal?.Url ?? settings.PayPal.Url, targets.PayPal?.Id ?? settings.PayPal.Secret);
    }

    /// <summary>Sends all that is due, or the named events in their order, due or not; returns when they were answered.</summary>
    private static async Task<IResult> DeliverAsync(DeliveryOrder? order, Books books, Deliverer deliverer, Ripening ripening)
    {
        await ripening.RipenAsync();
        if (order?.Events is { } ids)
        {
            await deliverer.DeliverAsync(await books.DoAsync(page => ids.Select(page.The<HookEvent>).ToList()));
            return Results.Ok(new { delivered = ids.Count });
        }

        var delivered = 0;
        for (var more = await deliverer.DeliverDueAsync(); more > 0; more = await deliverer.DeliverDueAsync()) delivered += more;
        await deliverer.ReleaseAsync();
        return Results.Ok(new { delivered });
    }

    private sealed record ClockOrder(DateTimeOffset? Now, double? Advance);

    private sealed record Targets(StripeTarget? Stripe, PayPalTarget? PayPal);

    private sealed record StripeTarget(string? Url, string? Secret);

    private sealed record PayPalTarget(string? Url, string? Id);

    private sealed record DeliveryOrder(IReadOnlyList<string>? Events);

    private sealed record DisputeOrder(string Charge, long? Amount, string? Reason);

    private sealed record Verdict(bool Won);
}
