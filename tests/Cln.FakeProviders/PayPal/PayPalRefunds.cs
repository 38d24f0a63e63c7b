using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.PayPal;

internal static class PayPalRefunds
{
    private static readonly TimeSpan Limit = TimeSpan.FromDays(180);

    public static Answer Create(PayPalCall call)
    {
        var capture = call.Page.Find<PayPalCapture>(call.Id) ?? throw PayPalProblem.NotFound();
        var left = capture.Amount.Minor - capture.Refunded;
        var amount = call.Body?["amount"] is { } given ? PayPalMoney.Read(given, "/amount") : capture.Amount with { Minor = left };
        if (capture.Status is "PENDING" or "DECLINED" or "FAILED") throw new PayPalProblem("REFUND_NOT_ALLOWED", "The capture isn't completed.");
        if (capture.Dispute is not null) throw new PayPalProblem("REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK", "Refunds not allowed on this capture due to a chargeback on the card or bank. Please contact the payee to resolve the chargeback.");
        if (left == 0) throw new PayPalProblem("CAPTURE_FULLY_REFUNDED", "The capture has already been fully refunded.");
        if (call.Now - capture.Created > Limit) throw new PayPalProblem("REFUND_TIME_LIMIT_EXCEEDED", "You are over the time limit to perform a refund on this capture.");
        if (amount.Currency != capture.Amount.Currency) throw new PayPalProblem("REFUND_CAPTURE_CURRENCY_MISMATCH", "Refund must be in the same currency as the capture.");
        if (amount.Minor > left) throw new PayPalProblem("REFUND_AMOUNT_EXCEEDED", "The refund amount must be less than or equal to the capture amount that has not yet been refunded.");
        if (call.Fault is { Kind: "decline" } decline) throw new PayPalProblem(decline.Arg ?? "REFUND_FAILED_INSUFFICIENT_FUNDS", "Capture could not be refunded due to insufficient funds.");

        var pending = call.Fault is { Kind: "pending-then" } fault ? fault : null;
        var refund = call.Page.Put(new PayPalRefund(Names.PayPal(), capture.Id, amount, call.Now)
        {
            Status = pending is null ? "COMPLETED" : "PENDING",
            CustomId = PayPalCall.Text(call.Body, "custom_id"),
            InvoiceId = PayPalCall.Text(call.Body, "invoice_id"),
            Note = call.Body?["note_to_payer"]?.GetValue<string>(),
            RipensInto = pending is null ? null : pending.Arg!.Contains(':', StringComparison.Ordinal) ? "FAILED" : "COMPLETED",
        });
        var order = call.Page.The<PayPalOrder>(capture.Order);
        call.Page.Put(order with { Refunds = [.. order.Refunds, refund.Id] });
        if (pending is null) Complete(call, refund);
        else call.Page.Put(new Unripe(refund.Id, call.Now.AddSeconds(pending.Seconds())));
        return new(StatusCodes.Status201Created, PayPalShapes.Of(refund, call.PublicUrl));
    }

    public static Answer Get(PayPalCall call) => Answer.Ok(PayPalShapes.Of(call.Page.Find<PayPalRefund>(call.Id) ?? throw PayPalProblem.NotFound(), call.PublicUrl));

    /// <summary>A pending refund comes to its end.</summary>
    public static void Ripen(PayPalCall call)
    {
        var refund = call.Page.The<PayPalRefund>(call.Id);
        refund = call.Page.Put(refund with { Status = refund.RipensInto! });
        if (refund.Status == "COMPLETED") Complete(call, refund);
    }

    private static void Complete(PayPalCall call, PayPalRefund refund)
    {
        var capture = call.Page.The<PayPalCapture>(refund.Capture);
        var refunded = capture.Refunded + refund.Amount.Minor;
        capture = call.Page.Put(capture with { Refunded = refunded, Status = refunded == capture.Amount.Minor ? "REFUNDED" : "PARTIALLY_REFUNDED", Updated = call.Now });
        PayPalMovements.Book(call, refund.Id, "T1107", capture, -refund.Amount.Minor, 0);
        call.Tell("PAYMENT.CAPTURE.REFUNDED", "refund", $"A $ {refund.Amount.Value} {refund.Amount.Currency} capture payment was refunded", PayPalShapes.Of(refund, call.PublicUrl));
    }
}
