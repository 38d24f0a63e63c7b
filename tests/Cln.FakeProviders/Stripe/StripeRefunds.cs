using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.Stripe;

internal static class StripeRefunds
{
    /// <summary>How long a refund waits that doesn't succeed at once, or fails later.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);

    public static Answer Create(StripeCall call)
    {
        var charge = ChargeOf(call);
        var amount = call.Form.Integer("amount") ?? charge.Amount - charge.Refunded;
        if (charge.Dispute is { } dispute && !call.Page.The<StripeDispute>(dispute).Status.StartsWith("warning", StringComparison.Ordinal))
            return StripeErrors.Invalid("charge_disputed", $"Charge {charge.Id} has been charged back; cannot issue a refund.");
        if (charge.Refunded == charge.Amount) return StripeErrors.Invalid("charge_already_refunded", $"Charge {charge.Id} has already been refunded.");
        if (amount < 1) throw new StripeProblem("parameter_invalid_integer", "This value must be greater than or equal to 1.", "amount");
        if (amount > charge.Amount - charge.Refunded)
            return StripeErrors.Invalid(null, $"Refund amount (${amount / 100m:0.00}) is greater than unrefunded amount on charge (${(charge.Amount - charge.Refunded) / 100m:0.00})", "amount");

        var card = TestCard.Numbered(call.Page.The<StripeMethod>(charge.Method).Card)!;
        var pending = call.Fault is { Kind: "pending-then" } fault ? fault : null;
        var refund = new StripeRefund(Names.Stripe("re"), charge.Id, charge.Payment, amount, charge.Currency, call.Form.Text("reason"), call.Form.Map("metadata"), call.Now)
        {
            Status = card.RefundWaits || pending is not null ? "pending" : "succeeded",
            RipeAt = pending is not null ? call.Now.AddSeconds(pending.Seconds()) : card.RefundWaits || card.RefundFails ? call.Now + Wait : null,
            RipensInto = pending?.Arg?.Split(':').ElementAtOrDefault(1) ?? (card.RefundFails ? "failed" : null),
        };
        refund = call.Page.Put(refund with { Movement = StripeMovements.Book(call, "refund", "refund", -amount, 0, charge.Currency, refund.Id).Id });
        if (refund.RipeAt is { } at) call.Page.Put(new Unripe(refund.Id, at));
        charge = call.Page.Put(charge with { Refunded = charge.Refunded + amount });
        var payment = call.Page.The<StripePayment>(charge.Payment);
        call.Page.Put(payment with { Refunds = [.. payment.Refunds, refund.Id] });
        call.Tell("refund.created", StripeShapes.Of(refund));
        call.Tell("charge.refunded", StripeShapes.Of(charge, call.Page));
        return Answer.Ok(StripeShapes.Of(refund));
    }

    public static Answer Get(StripeCall call) => Answer.Ok(StripeShapes.Of(call.Page.Find<StripeRefund>(call.Id) ?? throw StripeProblem.Missing("refund", call.Id)));

    public static Answer List(StripeCall call) =>
        StripeShapes.List(
            call, "/v1/refunds",
            call.Page.All<StripeRefund>().Where(refund =>
                (call.Form.Text("payment_intent") is not { } payment || refund.Payment == payment) && (call.Form.Text("charge") is not { } charge || refund.Charge == charge) && call.Form.IsIn("created", refund.Created)),
            StripeShapes.Of);

    /// <summary>A refund that was pending ends, or one that had succeeded comes back from the bank.</summary>
    public static void Ripen(StripeCall call)
    {
        var refund = call.Page.The<StripeRefund>(call.Id);
        if (refund.RipensInto is null)
        {
            call.Tell("refund.updated", StripeShapes.Of(call.Page.Put(refund with { Status = "succeeded" })));
            return;
        }

        StripeMovements.Book(call, "refund_failure", "refund_failure", refund.Amount, 0, refund.Currency, refund.Id);
        refund = call.Page.Put(refund with { Status = "failed", FailureReason = "expired_or_canceled_card" });
        var charge = call.Page.The<StripeCharge>(refund.Charge);
        call.Page.Put(charge with { Refunded = charge.Refunded - refund.Amount });
        call.Tell("refund.failed", StripeShapes.Of(refund));
        call.Tell("refund.updated", StripeShapes.Of(refund));
    }

    private static StripeCharge ChargeOf(StripeCall call)
    {
        if (call.Form.Text("charge") is { } id) return Succeeded(call.Page.Find<StripeCharge>(id) ?? throw StripeProblem.Missing("charge", id, "charge"));
        var payment = call.Page.Find<StripePayment>(call.Form.Required("payment_intent")) ?? throw StripeProblem.Missing("payment_intent", call.Form.Text("payment_intent"), "payment_intent");
        return payment.Charges.Select(call.Page.The<StripeCharge>).LastOrDefault(charge => charge.Status == "succeeded")
            ?? throw new StripeProblem(null, "This PaymentIntent does not have a successful charge to refund.", "payment_intent");
    }

    private static StripeCharge Succeeded(StripeCharge charge) => charge.Status == "succeeded" ? charge : throw new StripeProblem(null, $"Charge {charge.Id} has not succeeded.", "charge");
}
