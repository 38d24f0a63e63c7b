namespace Cln.FakeProviders.Stripe;

internal static class StripeMethods
{
    /// <summary>From a card's number, which only the page that stands for Stripe.js should ever send.</summary>
    public static Answer Create(StripeCall call)
    {
        var card = TestCard.Numbered(call.Form.Required("card[number]")) ?? throw new StripeProblem("incorrect_number", "Your card number is incorrect.", "card[number]");
        var method = new StripeMethod(Names.Stripe("pm"), card.Number, (int)(call.Form.Integer("card[exp_month]") ?? 12), (int)(call.Form.Integer("card[exp_year]") ?? call.Now.Year + 4), call.Now);
        return Answer.Ok(StripeShapes.Of(call.Page.Put(method)));
    }

    public static Answer Get(StripeCall call) => Answer.Ok(StripeShapes.Of(Find(call, call.Id)));

    public static Answer List(StripeCall call) =>
        StripeShapes.List(call, "/v1/payment_methods", call.Page.All<StripeMethod>().Where(method => method.Customer is not null && method.Customer == call.Form.Text("customer")), StripeShapes.Of);

    public static Answer Attach(StripeCall call)
    {
        var customer = StripeCustomers.Alive(call, call.Form.Required("customer"));
        var method = Usable(call, call.Id, customer.Id);
        if (TestCard.Numbered(method.Card) is { Decline: { } code, CanBeKept: false }) return StripeErrors.Card(Declines.Of(code), error => error["payment_method"] = StripeShapes.Of(method));
        method = call.Page.Put(method with { Customer = customer.Id });
        call.Tell("payment_method.attached", StripeShapes.Of(method));
        return Answer.Ok(StripeShapes.Of(method));
    }

    public static Answer Detach(StripeCall call)
    {
        var method = Find(call, call.Id);
        if (method.Customer is null) return StripeErrors.Invalid("payment_method_unexpected_state", "The payment method you provided is not attached to a customer so detachment is impossible.", "payment_method");
        var detached = call.Page.Put(method with { Customer = null, Detached = true });
        call.Tell("payment_method.detached", StripeShapes.Of(detached));
        return Answer.Ok(StripeShapes.Of(detached));
    }

    /// <summary>The method that a payment or setup of this customer may use. A test card's name makes a new one.</summary>
    public static StripeMethod Usable(StripeCall call, string id, string? customer)
    {
        if (call.Page.Find<StripeMethod>(id) is null && TestCard.Named(id) is { } card) return call.Page.Put(new StripeMethod(Names.Stripe("pm"), card.Number, 8, call.Now.Year + 4, call.Now));
        var method = Find(call, id);
        if (method.Detached)
            throw new StripeProblem(null, "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again.", "payment_method");
        if (method.Customer is not null && method.Customer != customer)
            throw new StripeProblem(null, $"The payment method {id} belongs to a different Customer. Please check the payment method on the Customer.", "payment_method");
        return method;
    }

    private static StripeMethod Find(StripeCall call, string id) => call.Page.Find<StripeMethod>(id) ?? throw StripeProblem.Missing("PaymentMethod", id, "payment_method");
}
