namespace Cln.FakeProviders.Stripe;

/// <summary>The part of Stripe's API that we use. Each endpoint names the parameters that it takes; any other is refused, as Stripe does.</summary>
internal static class StripeSurface
{
    private const string Pages = "limit starting_after ending_before created";

    public static void Map(WebApplication app)
    {
        Post(app, "customers", "name email description metadata", StripeCustomers.Create);
        Get(app, "customers/{id}", "", StripeCustomers.Get);
        Post(app, "customers/{id}", "name email description metadata", StripeCustomers.Update);
        Delete(app, "customers/{id}", StripeCustomers.Delete);

        Post(app, "payment_methods", "type card metadata billing_details", StripeMethods.Create);
        Get(app, "payment_methods", $"customer type {Pages}", StripeMethods.List);
        Get(app, "payment_methods/{id}", "", StripeMethods.Get);
        Post(app, "payment_methods/{id}/attach", "customer", StripeMethods.Attach);
        Post(app, "payment_methods/{id}/detach", "", StripeMethods.Detach);

        Post(app, "setup_intents", "customer usage payment_method allowed_payment_method_types payment_method_types automatic_payment_methods metadata confirm return_url description", StripeSetups.Create);
        Get(app, "setup_intents/{id}", "", StripeSetups.Get);
        Post(app, "setup_intents/{id}/confirm", "payment_method allowed_payment_method_types return_url use_stripe_sdk", StripeSetups.Confirm);
        Post(app, "setup_intents/{id}/cancel", "cancellation_reason", StripeSetups.Cancel);

        Post(app, "payment_intents",
            "amount currency customer payment_method allowed_payment_method_types payment_method_types automatic_payment_methods metadata description setup_future_usage statement_descriptor_suffix confirm off_session error_on_requires_action return_url receipt_email",
            StripePayments.Create);
        Get(app, "payment_intents", $"customer {Pages}", StripePayments.List);
        Get(app, "payment_intents/{id}", "", StripePayments.Get);
        Post(app, "payment_intents/{id}", "metadata description", StripePayments.Update);
        Post(app, "payment_intents/{id}/confirm", "payment_method allowed_payment_method_types off_session error_on_requires_action return_url use_stripe_sdk setup_future_usage", StripePayments.Confirm);
        Post(app, "payment_intents/{id}/cancel", "cancellation_reason", StripePayments.Cancel);

        Get(app, "charges/{id}", "", StripeCharges.Get);
        Get(app, "charges", $"payment_intent customer {Pages}", StripeCharges.List);

        Post(app, "refunds", "payment_intent charge amount reason metadata", StripeRefunds.Create);
        Get(app, "refunds", $"payment_intent charge {Pages}", StripeRefunds.List);
        Get(app, "refunds/{id}", "", StripeRefunds.Get);

        Get(app, "disputes", $"payment_intent charge {Pages}", StripeDisputes.List);
        Get(app, "disputes/{id}", "", StripeDisputes.Get);
        Post(app, "disputes/{id}", "evidence submit metadata", StripeDisputes.Update);
        Post(app, "disputes/{id}/close", "", StripeDisputes.Close);

        Get(app, "events", $"type types delivery_success {Pages}", StripeEvents.List);
        Get(app, "events/{id}", "", StripeEvents.Get);
        Get(app, "balance_transactions", $"type source currency payout {Pages}", StripeMovements.List);
        Get(app, "balance_transactions/{id}", "", StripeMovements.Get);
    }

    private static void Get(WebApplication app, string path, string known, Func<StripeCall, Answer> execute) => Map(app, HttpMethods.Get, path, known, execute);

    private static void Post(WebApplication app, string path, string known, Func<StripeCall, Answer> execute) => Map(app, HttpMethods.Post, path, known, execute);

    private static void Delete(WebApplication app, string path, Func<StripeCall, Answer> execute) => Map(app, HttpMethods.Delete, path, "", execute);

    private static void Map(WebApplication app, string method, string path, string known, Func<StripeCall, Answer> execute)
    {
        var names = known.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        app.MapMethods($"/v1/{path}", [method], (HttpContext http, StripeEndpoint endpoint) => endpoint.HandleAsync(http, http.Request.RouteValues["id"] as string ?? "", names, execute));
    }
}
