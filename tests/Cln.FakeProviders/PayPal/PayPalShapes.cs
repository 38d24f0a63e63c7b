using System.Text.Json.Nodes;
using Cln.FakeProviders.Keeping;
using static Cln.FakeProviders.PayPal.PayPalErrors;

namespace Cln.FakeProviders.PayPal;

/// <summary>How PayPal shows its things.</summary>
internal static class PayPalShapes
{
    public static JsonObject Shortly(PayPalOrder order, string url)
    {
        var shape = new JsonObject { ["id"] = order.Id, ["status"] = order.Status };
        if (order.HasSource) shape["payment_source"] = new JsonObject { ["paypal"] = Source(order, null) };
        shape["links"] = Links(order, url);
        return shape;
    }

    public static JsonObject Of(PayPalOrder order, Page page, string url)
    {
        var shape = new JsonObject { ["id"] = order.Id, ["intent"] = "CAPTURE", ["status"] = order.Status };
        if (order.HasSource || order.Payer is not null) shape["payment_source"] = new JsonObject { ["paypal"] = Source(order, page) };
        shape["purchase_units"] = Units(order, page, url);
        if (order.Payer is { } payer) shape["payer"] = new JsonObject { ["email_address"] = payer.Email, ["payer_id"] = payer.AccountId, ["name"] = Name(payer), ["address"] = new JsonObject { ["country_code"] = "US" } };
        shape["create_time"] = PayPalCall.Time(order.Created);
        shape["links"] = Links(order, url);
        return shape;
    }

    public static JsonArray Units(PayPalOrder order, Page page, string url)
    {
        var unit = new JsonObject { ["reference_id"] = order.ReferenceId, ["amount"] = order.Amount.Shape(), ["payee"] = new JsonObject { ["email_address"] = "merchant@example.com", ["merchant_id"] = "C7CYMKZDG8D6E" } };
        if (order.Description is not null) unit["description"] = order.Description;
        if (order.CustomId is not null) unit["custom_id"] = order.CustomId;
        if (order.InvoiceId is not null) unit["invoice_id"] = order.InvoiceId;
        if (page.Find<PayPalCapture>(order.Capture) is { } capture)
        {
            var payments = new JsonObject { ["captures"] = new JsonArray(Of(capture, url)) };
            if (order.Refunds.Count > 0) payments["refunds"] = new JsonArray([.. order.Refunds.Select(id => Of(page.The<PayPalRefund>(id), url))]);
            unit["payments"] = payments;
        }

        return [unit];
    }

    public static JsonObject Of(PayPalCapture capture, string url)
    {
        var self = $"{url}/v2/payments/captures/{capture.Id}";
        var shape = new JsonObject { ["id"] = capture.Id, ["status"] = capture.Status };
        if (capture.Reason is not null) shape["status_details"] = new JsonObject { ["reason"] = capture.Reason };
        shape["amount"] = capture.Amount.Shape();
        shape["final_capture"] = true;
        shape["seller_protection"] = new JsonObject { ["status"] = "ELIGIBLE", ["dispute_categories"] = new JsonArray("ITEM_NOT_RECEIVED", "UNAUTHORIZED_TRANSACTION") };
        if (capture.Status is not ("PENDING" or "DECLINED"))
        {
            var fee = Fee(capture.Amount);
            shape["seller_receivable_breakdown"] = new JsonObject
            {
                ["gross_amount"] = capture.Amount.Shape(),
                ["paypal_fee"] = (capture.Amount with { Minor = fee }).Shape(),
                ["net_amount"] = (capture.Amount with { Minor = capture.Amount.Minor - fee }).Shape(),
            };
        }

        if (capture.CustomId is not null) shape["custom_id"] = capture.CustomId;
        if (capture.InvoiceId is not null) shape["invoice_id"] = capture.InvoiceId;
        shape["supplementary_data"] = new JsonObject { ["related_ids"] = new JsonObject { ["order_id"] = capture.Order } };
        shape["create_time"] = PayPalCall.Time(capture.Created);
        shape["update_time"] = PayPalCall.Time(capture.Updated);
        shape["links"] = new JsonArray(Link(self, "self", "GET"), Link($"{self}/refund", "refund", "POST"), Link($"{url}/v2/checkout/orders/{capture.Order}", "up", "GET"));
        return shape;
    }

    public static JsonObject Of(PayPalRefund refund, string url)
    {
        var shape = new JsonObject { ["id"] = refund.Id, ["status"] = refund.Status, ["amount"] = refund.Amount.Shape() };
        if (refund.CustomId is not null) shape["custom_id"] = refund.CustomId;
        if (refund.InvoiceId is not null) shape["invoice_id"] = refund.InvoiceId;
        if (refund.Note is not null) shape["note_to_payer"] = refund.Note;
        shape["seller_payable_breakdown"] = new JsonObject
        {
            ["gross_amount"] = refund.Amount.Shape(),
            ["paypal_fee"] = (refund.Amount with { Minor = 0 }).Shape(),
            ["net_amount"] = refund.Amount.Shape(),
            ["total_refunded_amount"] = refund.Amount.Shape(),
        };
        shape["create_time"] = PayPalCall.Time(refund.Created);
        shape["update_time"] = PayPalCall.Time(refund.Created);
        shape["links"] = new JsonArray(Link($"{url}/v2/payments/refunds/{refund.Id}", "self", "GET"), Link($"{url}/v2/payments/captures/{refund.Capture}", "up", "GET"));
        return shape;
    }

    public static JsonObject Of(PayPalSetup setup, string url) => new()
    {
        ["id"] = setup.Id,
        ["customer"] = new JsonObject { ["id"] = setup.Customer },
        ["status"] = setup.Status,
        ["payment_source"] = new JsonObject { ["paypal"] = new JsonObject { ["usage_type"] = "MERCHANT", ["email_address"] = setup.Payer?.Email, ["account_id"] = setup.Payer?.AccountId } },
        ["links"] = new JsonArray(
            Link($"{url}/v3/vault/setup-tokens/{setup.Id}", "self", "GET"),
            setup.Status == "PAYER_ACTION_REQUIRED" ? Link($"{url}/agreements/approve?approval_session_id={setup.Id}", "approve", "GET") : Link($"{url}/v3/vault/payment-tokens", "confirm", "POST")),
    };

    public static JsonObject Of(PayPalWallet wallet, string url) => new()
    {
        ["id"] = wallet.Id,
        ["customer"] = new JsonObject { ["id"] = wallet.Customer },
        ["payment_source"] = new JsonObject { ["paypal"] = new JsonObject { ["email_address"] = wallet.Payer.Email, ["account_id"] = wallet.Payer.AccountId, ["name"] = Name(wallet.Payer), ["usage_type"] = "MERCHANT", ["customer_type"] = "CONSUMER" } },
        ["links"] = new JsonArray(Link($"{url}/v3/vault/payment-tokens/{wallet.Id}", "self", "GET"), Link($"{url}/v3/vault/payment-tokens/{wallet.Id}", "delete", "DELETE")),
    };

    /// <summary>What PayPal keeps of a payment: 3.49 % and 49 cents.</summary>
    public static long Fee(PayPalMoney amount) => Math.Min(amount.Minor, (long)Math.Round(amount.Minor * 0.0349m, MidpointRounding.ToEven) + 49);

    private static JsonObject Source(PayPalOrder order, Page? page)
    {
        var source = new JsonObject();
        if (order.Payer is { } payer) (source["email_address"], source["account_id"], source["account_status"], source["name"]) = (payer.Email, payer.AccountId, "VERIFIED", Name(payer));
        if (order.KeepsWallet && page?.Find<PayPalWallet>(order.Wallet) is { } wallet)
        {
            source["attributes"] = new JsonObject
            {
                ["vault"] = new JsonObject { ["id"] = wallet.Id, ["status"] = "VAULTED", ["customer"] = new JsonObject { ["id"] = wallet.Customer } },
            };
        }

        return source;
    }

    private static JsonObject Name(PayPalPayer payer) => new() { ["given_name"] = payer.GivenName, ["surname"] = payer.Surname };

    private static JsonArray Links(PayPalOrder order, string url)
    {
        var self = $"{url}/v2/checkout/orders/{order.Id}";
        var links = new JsonArray(Link(self, "self", "GET"));
        if (order.Status == "PAYER_ACTION_REQUIRED") links.Add((JsonNode)Link($"{url}/checkoutnow?token={order.Id}", "payer-action", "GET"));
        if (order.Status == "CREATED")
        {
            links.Add((JsonNode)Link($"{url}/checkoutnow?token={order.Id}", "approve", "GET"));
            links.Add((JsonNode)Link(self, "update", "PATCH"));
        }

        if (order.Status is "CREATED" or "APPROVED") links.Add((JsonNode)Link($"{self}/capture", "capture", "POST"));
        return links;
    }
}
