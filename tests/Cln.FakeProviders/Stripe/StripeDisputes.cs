namespace Cln.FakeProviders.Stripe;

/// <summary>Disputes. The evidence decides, as in Stripe's test mode: <c>winning_evidence</c> or <c>losing_evidence</c>.</summary>
internal static class StripeDisputes
{
    private const long Fee = 1500;

    public static Answer Get(StripeCall call) => Answer.Ok(StripeShapes.Of(Find(call), call.Page));

    public static Answer List(StripeCall call) =>
        StripeShapes.List(
            call, "/v1/disputes",
            call.Page.All<StripeDispute>().Where(dispute =>
                (call.Form.Text("payment_intent") is not { } payment || dispute.Payment == payment) && (call.Form.Text("charge") is not { } charge || dispute.Charge == charge) && call.Form.IsIn("created", dispute.Created)),
            dispute => StripeShapes.Of(dispute, call.Page));

    public static Answer Update(StripeCall call)
    {
        var dispute = Find(call);
        if (!IsOpen(dispute)) return StripeErrors.Invalid(null, "This dispute is already closed");
        return call.Form.Text("evidence[uncategorized_text]") switch
        {
            "winning_evidence" => Answer.Ok(StripeShapes.Of(End(call, dispute, won: true), call.Page)),
            "losing_evidence" => Answer.Ok(StripeShapes.Of(End(call, dispute, won: false), call.Page)),
            _ => Answer.Ok(StripeShapes.Of(call.Page.Put(dispute with { Status = "under_review" }), call.Page)),
        };
    }

    /// <summary>We give in: it is lost.</summary>
    public static Answer Close(StripeCall call)
    {
        var dispute = Find(call);
        return IsOpen(dispute) ? Answer.Ok(StripeShapes.Of(End(call, dispute, won: false), call.Page)) : StripeErrors.Invalid(null, "This dispute is already closed");
    }

    /// <summary>A charge's holder disputes it. An inquiry takes no money yet.</summary>
    public static StripeDispute Open(StripeCall call, StripeCharge charge, string reason, long amount)
    {
        var inquiry = reason == "inquiry";
        var dispute = new StripeDispute(Names.Stripe("dp"), charge.Id, charge.Payment, amount, charge.Currency, inquiry ? "fraudulent" : reason, call.Now) { Status = inquiry ? "warning_needs_response" : "needs_response" };
        if (!inquiry) dispute = dispute with { Movements = [StripeMovements.Book(call, "adjustment", "dispute", -amount, Fee, charge.Currency, dispute.Id).Id] };
        call.Page.Put(dispute);
        call.Page.Put(charge with { Dispute = dispute.Id });
        call.Tell("charge.dispute.created", StripeShapes.Of(dispute, call.Page));
        if (!inquiry) call.Tell("charge.dispute.funds_withdrawn", StripeShapes.Of(dispute, call.Page));
        return dispute;
    }

    private static StripeDispute End(StripeCall call, StripeDispute dispute, bool won)
    {
        var inquiry = dispute.Status.StartsWith("warning", StringComparison.Ordinal);
        dispute = dispute with { Status = inquiry ? "warning_closed" : won ? "won" : "lost" };
        if (won && !inquiry) dispute = dispute with { Movements = [.. dispute.Movements, StripeMovements.Book(call, "adjustment", "dispute_reversal", dispute.Amount, 0, dispute.Currency, dispute.Id).Id] };
        call.Page.Put(dispute);
        call.Tell("charge.dispute.closed", StripeShapes.Of(dispute, call.Page));
        if (won && !inquiry) call.Tell("charge.dispute.funds_reinstated", StripeShapes.Of(dispute, call.Page));
        return dispute;
    }

    private static bool IsOpen(StripeDispute dispute) => dispute.Status is "needs_response" or "under_review" or "warning_needs_response" or "warning_under_review";

    private static StripeDispute Find(StripeCall call) => call.Page.Find<StripeDispute>(call.Id) ?? throw StripeProblem.Missing("dispute", call.Id);
}
