using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.Stripe;

/// <summary>How money is taken, or not.</summary>
internal static class StripeCharges
{
    public static Answer Get(StripeCall call) => Answer.Ok(StripeShapes.Of(call.Page.Find<StripeCharge>(call.Id) ?? throw StripeProblem.Missing("charge", call.Id), call.Page));

    public static Answer List(StripeCall call) =>
        StripeShapes.List(
            call, "/v1/charges",
            call.Page.All<StripeCharge>().Where(charge =>
                (call.Form.Text("payment_intent") is not { } payment || charge.Payment == payment) && (call.Form.Text("customer") is not { } customer || charge.Customer == customer)
                && call.Form.IsIn("created", charge.Created)),
            charge => StripeShapes.Of(charge, call.Page));

    /// <param name="call">The request.</param>
    /// <param name="payment">What is to be paid.</param>
    /// <param name="method">With what.</param>
    /// <param name="isAlone">Nobody is there to authenticate: a card that asks for it fails.</param>
    public static Answer Take(StripeCall call, StripePayment payment, StripeMethod method, bool isAlone)
    {
        var card = TestCard.Numbered(method.Card)!;
        var asks = call.Fault?.Kind == "3ds" || card.Authentication == Authentication.Always || (card.Authentication == Authentication.UnlessSetUp && !method.SetUp);
        if (asks && isAlone) return Fail(call, payment, method, "authentication_required");
        if (!asks) return Settle(call, payment, method);
        payment = call.Page.Put(payment with { Status = "requires_action" });
        call.Tell("payment_intent.requires_action", StripePayments.Shape(call, payment));
        return Answer.Ok(StripePayments.Shape(call, payment));
    }

    /// <summary>What the holder answered on the page of his bank.</summary>
    public static StripePayment Authenticate(StripeCall call, bool passed)
    {
        var payment = call.Page.Find<StripePayment>(call.Id) ?? throw StripeProblem.Missing("payment_intent", call.Id, "intent");
        if (payment.Status != "requires_action") return payment;
        var method = call.Page.The<StripeMethod>(payment.Method!);
        _ = passed ? Settle(call, payment, method) : Fail(call, payment, method, "payment_intent_authentication_failure");
        return call.Page.The<StripePayment>(payment.Id);
    }

    /// <summary>A payment that was processing comes to its end.</summary>
    public static void Ripen(StripeCall call)
    {
        var payment = call.Page.The<StripePayment>(call.Id);
        if (payment.Status != "processing") return;
        var method = call.Page.The<StripeMethod>(payment.Method!);
        _ = payment.RipensInto is { } code ? Fail(call, payment, method, code) : Succeed(call, payment, method);
    }

    private static Answer Settle(StripeCall call, StripePayment payment, StripeMethod method)
    {
        if (call.Fault is { Kind: "decline", Arg: { } code } || (code = TestCard.Numbered(method.Card)!.Decline) is not null) return Fail(call, payment, method, code);
        if (call.Fault is not { Kind: "pending-then" } pending) return Succeed(call, payment, method);
        payment = call.Page.Put(payment with { Status = "processing", RipeAt = call.Now.AddSeconds(pending.Seconds()), RipensInto = pending.Arg!.Split(':').ElementAtOrDefault(1) });
        call.Page.Put(new Unripe(payment.Id, payment.RipeAt!.Value));
        call.Tell("payment_intent.processing", StripePayments.Shape(call, payment));
        return Answer.Ok(StripePayments.Shape(call, payment));
    }

    private static Answer Succeed(StripeCall call, StripePayment payment, StripeMethod method)
    {
        var charge = new StripeCharge(Names.Stripe("ch"), payment.Id, payment.Amount, payment.Currency, payment.Customer, method.Id, call.Now);
        charge = call.Page.Put(charge with { Movement = StripeMovements.Book(call, "charge", "charge", payment.Amount, Fee(payment.Amount), payment.Currency, charge.Id).Id });
        if (payment.FutureUsage is not null && payment.Customer is not null) call.Page.Put(method with { Customer = payment.Customer, SetUp = true });
        payment = call.Page.Put(payment with { Status = "succeeded", Charges = [.. payment.Charges, charge.Id], Error = null });
        call.Tell("payment_intent.succeeded", StripePayments.Shape(call, payment));
        if (TestCard.Numbered(method.Card)!.Dispute is { } reason) StripeDisputes.Open(call, charge, reason, charge.Amount);
        return Answer.Ok(StripePayments.Shape(call, payment));
    }

    private static Answer Fail(StripeCall call, StripePayment payment, StripeMethod method, string code)
    {
        var charge = new StripeCharge(Names.Stripe("ch"), payment.Id, payment.Amount, payment.Currency, payment.Customer, method.Id, call.Now) { Status = "failed" };
        var decline = Declines.Of(code) with { Charge = charge.Id };
        if (code == "payment_intent_authentication_failure") decline = decline with { Code = code, DeclineCode = "authentication_required", Message = "The provided PaymentMethod has failed authentication." };
        call.Page.Put(charge with { Decline = decline });
        payment = call.Page.Put(payment with { Status = "requires_payment_method", Method = null, Charges = [.. payment.Charges, charge.Id], Error = decline });
        call.Tell("payment_intent.payment_failed", StripePayments.Shape(call, payment));
        return StripeErrors.Card(decline, error => (error["payment_intent"], error["payment_method"]) = (StripePayments.Shape(call, payment), StripeShapes.Of(method)));
    }

    private static long Fee(long amount) => (long)Math.Round(amount * 0.029m, MidpointRounding.ToEven) + 30;
}
