namespace Cln.FakeProviders.Stripe;

/// <summary>PaymentIntents: made first, confirmed afterwards. How money is taken is in <see cref="StripeCharges"/>.</summary>
internal static class StripePayments
{
    private static readonly string[] WithoutMinorUnit = ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf"];

    public static Answer Create(StripeCall call)
    {
        var amount = call.Fault is { Kind: "takes-amount" } other ? other.Number(0) : call.Form.Integer("amount") ?? throw new StripeProblem("parameter_missing", "Missing required param: amount.", "amount");
        var currency = (call.Fault is { Kind: "takes-currency" } another ? another.Arg! : call.Form.Required("currency")).ToLowerInvariant();
        if (amount < (WithoutMinorUnit.Contains(currency, StringComparer.Ordinal) ? 1 : 50)) throw new StripeProblem("amount_too_small", "Amount must be at least $0.50 usd", "amount");
        if (amount > 99_999_999) throw new StripeProblem("amount_too_large", "Amount must be no more than $999,999.99", "amount");
        var customer = call.Form.Text("customer") is { } given ? StripeCustomers.Alive(call, given).Id : null;
        var id = Names.Stripe("pi");
        var payment = new StripePayment(id, $"{id}_secret_{Names.Token()}", amount, currency, call.Form.Map("metadata"), call.Now)
        {
            Customer = customer,
            Description = call.Form.Text("description"),
            FutureUsage = call.Form.Text("setup_future_usage"),
            ReturnUrl = call.Form.Text("return_url"),
        };
        if (call.Form.Text("payment_method") is { } method) payment = payment with { Method = StripeMethods.Usable(call, method, customer).Id, Status = "requires_confirmation" };
        call.Page.Put(payment);
        call.Tell("payment_intent.created", Shape(call, payment));
        return call.Form.Flag("confirm") ? Confirm(call with { Id = id }) : Answer.Ok(Shape(call, payment));
    }

    public static Answer Get(StripeCall call) => Answer.Ok(Shape(call, Find(call)));

    public static Answer List(StripeCall call) =>
        StripeShapes.List(
            call, "/v1/payment_intents",
            call.Page.All<StripePayment>().Where(payment => (call.Form.Text("customer") is not { } customer || payment.Customer == customer) && call.Form.IsIn("created", payment.Created)),
            payment => Shape(call, payment));

    public static Answer Update(StripeCall call)
    {
        var payment = Find(call);
        return Answer.Ok(Shape(call, call.Page.Put(payment with { Description = call.Form.Text("description") ?? payment.Description, Metadata = call.Form.Map("metadata") is { Count: > 0 } map ? map : payment.Metadata })));
    }

    public static Answer Confirm(StripeCall call)
    {
        var payment = Find(call);
        if (payment.Status is not ("requires_payment_method" or "requires_confirmation" or "requires_action"))
        {
            return Unexpected(call, payment, payment.Status == "succeeded"
                ? "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
                : $"You cannot confirm this PaymentIntent because it has a status of {payment.Status}. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action.");
        }

        var chosen = call.Form.Text("payment_method") ?? payment.Method;
        if (chosen is null) return Unexpected(call, payment, "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method.");
        var method = StripeMethods.Usable(call, chosen, payment.Customer);
        payment = call.Page.Put(payment with
        {
            Method = method.Id,
            Error = null,
            ReturnUrl = call.Form.Text("return_url") ?? payment.ReturnUrl,
            FutureUsage = call.Form.Text("setup_future_usage") ?? payment.FutureUsage,
        });
        return StripeCharges.Take(call, payment, method, isAlone: call.Form.Flag("off_session") || call.Form.Flag("error_on_requires_action"));
    }

    public static Answer Cancel(StripeCall call)
    {
        var payment = Find(call);
        if (payment.Status is "succeeded" or "canceled" or "processing")
            return Unexpected(call, payment, $"You cannot cancel this PaymentIntent because it has a status of {payment.Status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.");
        payment = call.Page.Put(payment with { Status = "canceled", CanceledAt = call.Now, CancellationReason = call.Form.Text("cancellation_reason") });
        call.Tell("payment_intent.canceled", Shape(call, payment));
        return Answer.Ok(Shape(call, payment));
    }

    public static System.Text.Json.Nodes.JsonObject Shape(StripeCall call, StripePayment payment) => StripeShapes.Of(payment, call.PublicUrl, call.Page);

    private static Answer Unexpected(StripeCall call, StripePayment payment, string message) =>
        StripeErrors.Invalid("payment_intent_unexpected_state", message, more: error => error["payment_intent"] = Shape(call, payment));

    private static StripePayment Find(StripeCall call) => call.Page.Find<StripePayment>(call.Id) ?? throw StripeProblem.Missing("payment_intent", call.Id, "intent");
}
