namespace Cln.FakeProviders.Stripe;

internal static class StripeSetups
{
    public static Answer Create(StripeCall call)
    {
        var id = Names.Stripe("seti");
        var customer = call.Form.Text("customer") is { } given ? StripeCustomers.Alive(call, given).Id : null;
        var setup = new StripeSetup(id, $"{id}_secret_{Names.Token()}", customer, call.Form.Text("usage") ?? "off_session", call.Form.Map("metadata"), call.Now) { ReturnUrl = call.Form.Text("return_url") };
        if (call.Form.Text("payment_method") is { } method) setup = setup with { Method = StripeMethods.Usable(call, method, customer).Id, Status = "requires_confirmation" };
        call.Page.Put(setup);
        return call.Form.Flag("confirm") ? Confirm(call with { Id = id }) : Answer.Ok(StripeShapes.Of(setup, call.PublicUrl));
    }

    public static Answer Get(StripeCall call) => Answer.Ok(StripeShapes.Of(Find(call), call.PublicUrl));

    public static Answer Confirm(StripeCall call)
    {
        var setup = Find(call);
        if (setup.Status is "succeeded" or "canceled") return Unexpected(setup, $"You cannot confirm this SetupIntent because it has a status of {setup.Status}.", call);
        var chosen = call.Form.Text("payment_method") ?? setup.Method
            ?? throw new StripeProblem("setup_intent_unexpected_state", "You cannot confirm this SetupIntent because it's missing a payment method.", "payment_method");
        var method = StripeMethods.Usable(call, chosen, setup.Customer);
        setup = call.Page.Put(setup with { Method = method.Id, ReturnUrl = call.Form.Text("return_url") ?? setup.ReturnUrl, Error = null });
        var card = TestCard.Numbered(method.Card)!;
        if (card is { Decline: { } code, CanBeKept: false } || (code = Fault(call)) is not null) return Refuse(call, setup, method, code);
        if (card.Authentication == Authentication.Never) return Finish(call, setup, method);
        return Answer.Ok(StripeShapes.Of(call.Page.Put(setup with { Status = "requires_action" }), call.PublicUrl));
    }

    public static Answer Cancel(StripeCall call)
    {
        var setup = Find(call);
        return setup.Status == "succeeded"
            ? Unexpected(setup, "You cannot cancel this SetupIntent because it has a status of succeeded.", call)
            : Answer.Ok(StripeShapes.Of(call.Page.Put(setup with { Status = "canceled" }), call.PublicUrl));
    }

    /// <summary>What the holder answered on the page of his bank.</summary>
    public static StripeSetup Authenticate(StripeCall call, bool passed)
    {
        var setup = Find(call);
        if (setup.Status != "requires_action") return setup;
        var method = call.Page.The<StripeMethod>(setup.Method!);
        _ = passed ? Finish(call, setup, method) : Refuse(call, setup, method, "authentication_required");
        return call.Page.The<StripeSetup>(setup.Id);
    }

    private static string? Fault(StripeCall call) => call.Fault is { Kind: "decline", Arg: { } code } ? code : null;

    private static Answer Finish(StripeCall call, StripeSetup setup, StripeMethod method)
    {
        call.Page.Put(method with { Customer = setup.Customer, SetUp = true });
        setup = call.Page.Put(setup with { Status = "succeeded" });
        call.Tell("setup_intent.succeeded", StripeShapes.Of(setup, call.PublicUrl));
        return Answer.Ok(StripeShapes.Of(setup, call.PublicUrl));
    }

    private static Answer Refuse(StripeCall call, StripeSetup setup, StripeMethod method, string code)
    {
        var decline = Declines.Of(code);
        if (code == "authentication_required") decline = decline with { Code = "setup_intent_authentication_failure", DeclineCode = code };
        setup = call.Page.Put(setup with { Status = "requires_payment_method", Method = null, Error = decline });
        call.Tell("setup_intent.setup_failed", StripeShapes.Of(setup, call.PublicUrl));
        return StripeErrors.Card(decline, error => (error["setup_intent"], error["payment_method"]) = (StripeShapes.Of(setup, call.PublicUrl), StripeShapes.Of(method)));
    }

    private static Answer Unexpected(StripeSetup setup, string message, StripeCall call) =>
        StripeErrors.Invalid("setup_intent_unexpected_state", message, more: error => error["setup_intent"] = StripeShapes.Of(setup, call.PublicUrl));

    private static StripeSetup Find(StripeCall call) => call.Page.Find<StripeSetup>(call.Id) ?? throw StripeProblem.Missing("setupintent", call.Id, "intent");
}
