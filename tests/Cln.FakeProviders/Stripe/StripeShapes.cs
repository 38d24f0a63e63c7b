using System.Text.Json.Nodes;
using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.Stripe;

/// <summary>How Stripe shows its objects: their usual fields, with null where we never have a value.</summary>
internal static class StripeShapes
{
    public static JsonObject Of(StripeCustomer customer) => customer.Deleted
        ? new() { ["id"] = customer.Id, ["object"] = "customer", ["deleted"] = true }
        : new()
        {
            ["id"] = customer.Id,
            ["object"] = "customer",
            ["address"] = null,
            ["balance"] = 0,
            ["created"] = customer.Created.ToUnixTimeSeconds(),
            ["currency"] = null,
            ["default_source"] = null,
            ["delinquent"] = false,
            ["description"] = null,
            ["email"] = customer.Email,
            ["invoice_settings"] = new JsonObject { ["default_payment_method"] = null },
            ["livemode"] = false,
            ["metadata"] = Map(customer.Metadata),
            ["name"] = customer.Name,
            ["phone"] = null,
            ["preferred_locales"] = new JsonArray(),
            ["shipping"] = null,
            ["tax_exempt"] = "none",
            ["test_clock"] = null,
        };

    public static JsonObject Of(StripeMethod method) => new()
    {
        ["id"] = method.Id,
        ["object"] = "payment_method",
        ["allow_redisplay"] = "unspecified",
        ["billing_details"] = new JsonObject { ["address"] = null, ["email"] = null, ["name"] = null, ["phone"] = null },
        ["card"] = Card(method),
        ["created"] = method.Created.ToUnixTimeSeconds(),
        ["customer"] = method.Customer,
        ["livemode"] = false,
        ["metadata"] = new JsonObject(),
        ["type"] = "card",
    };

    public static JsonObject Of(StripeSetup setup, string publicUrl) => new()
    {
        ["id"] = setup.Id,
        ["object"] = "setup_intent",
        ["application"] = null,
        ["cancellation_reason"] = null,
        ["client_secret"] = setup.ClientSecret,
        ["created"] = setup.Created.ToUnixTimeSeconds(),
        ["customer"] = setup.Customer,
        ["description"] = null,
        ["last_setup_error"] = setup.Error is null ? null : StripeErrors.Describe(setup.Error),
        ["latest_attempt"] = null,
        ["livemode"] = false,
        ["mandate"] = null,
        ["metadata"] = Map(setup.Metadata),
        ["next_action"] = NextAction(setup.Status, setup.Id, setup.ClientSecret, setup.ReturnUrl, publicUrl),
        ["payment_method"] = setup.Method,
        ["payment_method_types"] = new JsonArray("card"),
        ["status"] = setup.Status,
        ["usage"] = setup.Usage,
    };

    public static JsonObject Of(StripePayment payment, string publicUrl, Page page) => new()
    {
        ["id"] = payment.Id,
        ["object"] = "payment_intent",
        ["amount"] = payment.Amount,
        ["amount_capturable"] = 0,
        ["amount_received"] = payment.Status == "succeeded" ? payment.Amount : 0,
        ["application"] = null,
        ["automatic_payment_methods"] = null,
        ["canceled_at"] = payment.CanceledAt?.ToUnixTimeSeconds(),
        ["cancellation_reason"] = payment.CancellationReason,
        ["capture_method"] = "automatic",
        ["client_secret"] = payment.ClientSecret,
        ["confirmation_method"] = "automatic",
        ["created"] = payment.Created.ToUnixTimeSeconds(),
        ["currency"] = payment.Currency,
        ["customer"] = payment.Customer,
        ["description"] = payment.Description,
        ["last_payment_error"] = Error(payment, page),
        ["latest_charge"] = payment.Charges is [.., var latest] ? latest : null,
        ["livemode"] = false,
        ["metadata"] = Map(payment.Metadata),
        ["next_action"] = NextAction(payment.Status, payment.Id, payment.ClientSecret, payment.ReturnUrl, publicUrl),
        ["on_behalf_of"] = null,
        ["payment_method"] = payment.Method,
        ["payment_method_options"] = new JsonObject(),
        ["payment_method_types"] = new JsonArray("card"),
        ["processing"] = payment.Status == "processing" ? new JsonObject { ["type"] = "card" } : null,
        ["receipt_email"] = null,
        ["review"] = null,
        ["setup_future_usage"] = payment.FutureUsage,
        ["shipping"] = null,
        ["statement_descriptor"] = null,
        ["statement_descriptor_suffix"] = null,
        ["status"] = payment.Status,
        ["transfer_data"] = null,
        ["transfer_group"] = null,
    };

    public static JsonObject Of(StripeCharge charge, Page page) => new()
    {
        ["id"] = charge.Id,
        ["object"] = "charge",
        ["amount"] = charge.Amount,
        ["amount_captured"] = charge.Status == "succeeded" ? charge.Amount : 0,
        ["amount_refunded"] = charge.Refunded,
        ["application"] = null,
        ["balance_transaction"] = charge.Movement,
        ["billing_details"] = new JsonObject { ["address"] = null, ["email"] = null, ["name"] = null, ["phone"] = null },
        ["calculated_statement_descriptor"] = "CLN",
        ["captured"] = charge.Status == "succeeded",
        ["created"] = charge.Created.ToUnixTimeSeconds(),
        ["currency"] = charge.Currency,
        ["customer"] = charge.Customer,
        ["description"] = page.The<StripePayment>(charge.Payment).Description,
        ["disputed"] = charge.Dispute is not null,
        ["failure_code"] = charge.Decline?.Code,
        ["failure_message"] = charge.Decline?.Message,
        ["fraud_details"] = new JsonObject(),
        ["livemode"] = false,
        ["metadata"] = Map(page.The<StripePayment>(charge.Payment).Metadata),
        ["outcome"] = Outcome(charge),
        ["paid"] = charge.Status != "failed",
        ["payment_intent"] = charge.Payment,
        ["payment_method"] = charge.Method,
        ["payment_method_details"] = new JsonObject { ["card"] = Card(page.The<StripeMethod>(charge.Method)), ["type"] = "card" },
        ["receipt_email"] = null,
        ["receipt_url"] = null,
        ["refunded"] = charge.Refunded == charge.Amount,
        ["status"] = charge.Status,
    };

    public static JsonObject Of(StripeRefund refund) => new()
    {
        ["id"] = refund.Id,
        ["object"] = "refund",
        ["amount"] = refund.Amount,
        ["balance_transaction"] = refund.Movement,
        ["charge"] = refund.Charge,
        ["created"] = refund.Created.ToUnixTimeSeconds(),
        ["currency"] = refund.Currency,
        ["destination_details"] = new JsonObject { ["card"] = new JsonObject { ["type"] = "refund" }, ["type"] = "card" },
        ["failure_reason"] = refund.FailureReason,
        ["metadata"] = Map(refund.Metadata),
        ["payment_intent"] = refund.Payment,
        ["reason"] = refund.Reason,
        ["receipt_number"] = null,
        ["status"] = refund.Status,
    };

    public static JsonObject Of(StripeDispute dispute, Page page) => new()
    {
        ["id"] = dispute.Id,
        ["object"] = "dispute",
        ["amount"] = dispute.Amount,
        ["balance_transactions"] = new JsonArray([.. dispute.Movements.Select(id => Of(page.The<StripeMovement>(id)))]),
        ["charge"] = dispute.Charge,
        ["created"] = dispute.Created.ToUnixTimeSeconds(),
        ["currency"] = dispute.Currency,
        ["evidence"] = new JsonObject(),
        ["evidence_details"] = new JsonObject { ["due_by"] = dispute.Created.AddDays(9).ToUnixTimeSeconds(), ["has_evidence"] = false, ["past_due"] = false, ["submission_count"] = 0 },
        ["is_charge_refundable"] = dispute.Status.StartsWith("warning", StringComparison.Ordinal),
        ["livemode"] = false,
        ["metadata"] = new JsonObject(),
        ["payment_intent"] = dispute.Payment,
        ["reason"] = dispute.Reason,
        ["status"] = dispute.Status,
    };

    public static JsonObject Of(StripeMovement movement) => new()
    {
        ["id"] = movement.Id,
        ["object"] = "balance_transaction",
        ["amount"] = movement.Amount,
        ["available_on"] = movement.Created.AddDays(2).ToUnixTimeSeconds(),
        ["balance_type"] = "payments",
        ["created"] = movement.Created.ToUnixTimeSeconds(),
        ["currency"] = movement.Currency,
        ["description"] = null,
        ["exchange_rate"] = null,
        ["fee"] = movement.Fee,
        ["fee_details"] = movement.Fee == 0 ? new JsonArray() : new JsonArray(new JsonObject { ["amount"] = movement.Fee, ["application"] = null, ["currency"] = movement.Currency, ["description"] = "Stripe processing fees", ["type"] = "stripe_fee" }),
        ["net"] = movement.Amount - movement.Fee,
        ["reporting_category"] = movement.Category,
        ["source"] = movement.Source,
        ["status"] = "available",
        ["type"] = movement.Type,
    };

    /// <summary>A page of a list, newest first, as <c>limit</c>, <c>starting_after</c> and <c>ending_before</c> ask for it.</summary>
    public static Answer List<T>(StripeCall call, string url, IEnumerable<T> oldestFirst, Func<T, JsonObject> shape) where T : IKept
    {
        var all = oldestFirst.Reverse().ToList();
        var limit = (int)(call.Form.Integer("limit") ?? 10);
        if (limit is < 1 or > 100) throw new StripeProblem("parameter_invalid_integer", "This value must be between 1 and 100.", "limit");
        if (call.Form.Text("starting_after") is { } after) all = [.. all.SkipWhile(each => each.Id != after).Skip(1)];
        if (call.Form.Text("ending_before") is { } before) all = [.. all.TakeWhile(each => each.Id != before).TakeLast(limit)];
        return Answer.Ok(List(url, [.. all.Take(limit).Select(shape)], all.Count > limit));
    }

    public static JsonObject List(string url, JsonObject[] data, bool hasMore) => new() { ["object"] = "list", ["url"] = url, ["has_more"] = hasMore, ["data"] = new JsonArray(data) };

    private static JsonObject Map(IReadOnlyDictionary<string, string> map) => new(map.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static JsonObject Card(StripeMethod method)
    {
        var card = TestCard.Numbered(method.Card)!;
        return new()
        {
            ["brand"] = card.Brand,
            ["checks"] = new JsonObject { ["address_line1_check"] = null, ["address_postal_code_check"] = null, ["cvc_check"] = "pass" },
            ["country"] = "US",
            ["display_brand"] = card.Brand,
            ["exp_month"] = method.ExpiryMonth,
            ["exp_year"] = method.ExpiryYear,
            ["fingerprint"] = "FP" + method.Card,
            ["funding"] = "credit",
            ["last4"] = card.LastFour,
            ["networks"] = new JsonObject { ["available"] = new JsonArray(card.Brand), ["preferred"] = null },
            ["three_d_secure_usage"] = new JsonObject { ["supported"] = true },
            ["wallet"] = null,
        };
    }

    private static JsonObject? Error(StripePayment payment, Page page)
    {
        if (payment.Error is null) return null;
        var error = StripeErrors.Describe(payment.Error);
        if (page.Find<StripeMethod>(page.Find<StripeCharge>(payment.Error.Charge)?.Method ?? payment.Method) is { } method) error["payment_method"] = Of(method);
        return error;
    }

    private static JsonObject? NextAction(string status, string id, string secret, string? returnUrl, string publicUrl)
    {
        if (status != "requires_action") return null;
        var url = $"{publicUrl}/3ds/{id}?client_secret={secret}";
        return returnUrl is null
            ? new() { ["type"] = "use_stripe_sdk", ["use_stripe_sdk"] = new JsonObject { ["type"] = "three_d_secure_redirect", ["stripe_js"] = url } }
            : new() { ["type"] = "redirect_to_url", ["redirect_to_url"] = new JsonObject { ["url"] = url, ["return_url"] = returnUrl } };
    }

    private static JsonObject Outcome(StripeCharge charge) => new()
    {
        ["advice_code"] = charge.Decline?.Advice,
        ["network_decline_code"] = charge.Decline?.Network,
        ["network_status"] = charge.Decline is null ? "approved_by_network" : "declined_by_network",
        ["reason"] = charge.Decline?.DeclineCode,
        ["seller_message"] = charge.Decline is null ? "Payment complete." : "The bank did not return any further details with this decline.",
        ["type"] = charge.Decline is null ? "authorized" : "issuer_declined",
    };
}
