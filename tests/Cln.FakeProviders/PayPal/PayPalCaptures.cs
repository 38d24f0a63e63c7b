using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.PayPal;

/// <summary>How money is taken, or not.</summary>
internal static class PayPalCaptures
{
    /// <summary>How long the money of a wallet takes that doesn't pay at once.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromDays(3);

    public static Answer Get(PayPalCall call) => Answer.Ok(PayPalShapes.Of(call.Page.Find<PayPalCapture>(call.Id) ?? throw PayPalProblem.NotFound(), call.PublicUrl));

    /// <summary>Takes the money of an approved order.</summary>
    public static PayPalOrder Take(PayPalCall call, PayPalOrder order)
    {
        if (order.InvoiceId is not null && call.Page.All<PayPalCapture>().Any(other => other.InvoiceId == order.InvoiceId && other.Status != "DECLINED"))
            throw new PayPalProblem("DUPLICATE_INVOICE_ID", "Duplicate Invoice ID detected. To avoid a potential duplicate transaction your account setting requires that Invoice Id be unique for each transaction.");
        Refuse(call, order);
        var pending = call.Fault is { Kind: "pending-then" } fault ? fault : null;
        var waits = pending is not null || order.Mood == WalletMood.Waits;
        var capture = call.Page.Put(new PayPalCapture(Names.PayPal(), order.Id, order.Amount, call.Now)
        {
            Status = waits ? "PENDING" : "COMPLETED",
            Reason = waits ? "ECHECK" : null,
            CustomId = order.CustomId,
            InvoiceId = order.InvoiceId,
            Updated = call.Now,
            RipensInto = !waits ? null : pending?.Arg?.Split(':').ElementAtOrDefault(1) is not null ? "DECLINED" : "COMPLETED",
        });
        if (order.KeepsWallet) order = order with { Wallet = PayPalVault.Keep(call, order.Payer!, order.Mood, customer: null).Id };
        order = call.Page.Put(order with { Status = "COMPLETED", Capture = capture.Id });
        if (waits) Await(call, capture, pending is null ? Wait : TimeSpan.FromSeconds(pending.Seconds()));
        else Complete(call, capture);
        return order;
    }

    /// <summary>A pending capture comes to its end.</summary>
    public static void Ripen(PayPalCall call)
    {
        var capture = call.Page.The<PayPalCapture>(call.Id);
        if (capture.Status != "PENDING") return;
        capture = call.Page.Put(capture with { Status = capture.RipensInto!, Reason = null, Updated = call.Now });
        if (capture.Status == "COMPLETED") Complete(call, capture);
        else call.Tell("PAYMENT.CAPTURE.DENIED", "capture", $"A {capture.Amount.Value} {capture.Amount.Currency} capture payment was denied", PayPalShapes.Of(capture, call.PublicUrl));
    }

    private static void Await(PayPalCall call, PayPalCapture capture, TimeSpan wait)
    {
        call.Page.Put(new Unripe(capture.Id, call.Now + wait));
        call.Tell("PAYMENT.CAPTURE.PENDING", "capture", $"Payment pending for $ {capture.Amount.Value} {capture.Amount.Currency}", PayPalShapes.Of(capture, call.PublicUrl));
    }

    private static void Complete(PayPalCall call, PayPalCapture capture)
    {
        PayPalMovements.Book(call, capture.Id, "T0006", capture, capture.Amount.Minor, -PayPalShapes.Fee(capture.Amount));
        call.Tell("PAYMENT.CAPTURE.COMPLETED", "capture", $"Payment completed for $ {capture.Amount.Value} {capture.Amount.Currency}", PayPalShapes.Of(capture, call.PublicUrl));
    }

    private static void Refuse(PayPalCall call, PayPalOrder order)
    {
        var code = call.Fault switch
        {
            { Kind: "decline", Arg: var given } => given ?? "INSTRUMENT_DECLINED",
            { Kind: "3ds" } => "PAYER_ACTION_REQUIRED",
            _ => order.Mood == WalletMood.Declines ? "INSTRUMENT_DECLINED" : null,
        };
        if (code is null) return;
        // The payer of a checkout may go back and choose another way to pay; nobody is there for a kept wallet.
        throw code == "INSTRUMENT_DECLINED"
            ? new PayPalProblem(code, "The instrument presented was either declined by the processor or bank, or it can't be used for this payment.", redirect: order.Wallet is null ? $"{call.PublicUrl}/checkoutnow?token={order.Id}" : null)
            : new PayPalProblem(code, code == "PAYER_ACTION_REQUIRED" ? "Payer needs to perform the following action before proceeding with payment." : $"The payment was refused: {code}.");
    }
}
