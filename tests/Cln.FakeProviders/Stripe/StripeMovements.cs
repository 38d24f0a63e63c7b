namespace Cln.FakeProviders.Stripe;

/// <summary>Balance transactions: what has moved on our account at Stripe.</summary>
internal static class StripeMovements
{
    public static StripeMovement Book(StripeCall call, string type, string category, long amount, long fee, string currency, string source) =>
        call.Page.Put(new StripeMovement(Names.Stripe("txn"), type, category, amount, fee, currency, source, call.Now));

    public static Answer Get(StripeCall call) => Answer.Ok(StripeShapes.Of(call.Page.Find<StripeMovement>(call.Id) ?? throw StripeProblem.Missing("balance transaction", call.Id)));

    public static Answer List(StripeCall call) =>
        StripeShapes.List(
            call, "/v1/balance_transactions",
            call.Page.All<StripeMovement>().Where(movement =>
                (call.Form.Text("type") is not { } type || movement.Type == type) && (call.Form.Text("source") is not { } source || movement.Source == source)
                && (call.Form.Text("currency") is not { } currency || movement.Currency == currency) && call.Form.IsIn("created", movement.Created)),
            StripeShapes.Of);
}
