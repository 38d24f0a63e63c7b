using System.Text.Json;

namespace Cln.Tests.FakeProviders;

/// <summary>What tests say to the played PayPal.</summary>
internal static class PlayedPayPal
{
    private const string Checkout = """{"paypal":{"usage_type":"MERCHANT","experience_context":{"return_url":"https://cln.example/pay/return","cancel_url":"https://cln.example/pay/cancel"}}}""";

    /// <summary>An order for the payer to approve, as a checkout makes it.</summary>
    public static async Task<JsonElement> OrderAsync(this FakeProvider provider, string key = "a1", string value = "20.00", string source = Checkout) =>
        await (await provider.PayPalAsync(HttpMethod.Post, "/v2/checkout/orders", Order(key, value, source), ("PayPal-Request-Id", $"{key}:create"))).JsonAsync();

    public static string Order(string key, string value, string? source = null)
    {
        var unit = $$$"""{"custom_id":"{{{key}}}","invoice_id":"{{{key}}}","amount":{"currency_code":"USD","value":"{{{value}}}"}}""";
        return $$"""{"intent":"CAPTURE","purchase_units":[{{unit}}],"payment_source":{{source ?? "null"}}}""";
    }

    public static Task<HttpResponseMessage> CaptureAsync(this FakeProvider provider, string order, string request = "c1", string body = "{}", params (string, string)[] headers) =>
        provider.PayPalAsync(HttpMethod.Post, $"/v2/checkout/orders/{order}/capture", body, [("PayPal-Request-Id", request), .. headers]);

    /// <summary>An order that was approved and captured; the capture's id.</summary>
    public static async Task<string> CapturedAsync(this FakeProvider provider, string key = "a1")
    {
        var order = await provider.OrderAsync(key);
        await provider.ApproveAsync(order.Link("payer-action"));
        using var captured = await provider.CaptureAsync(order.Text("id"), $"{key}:capture");
        return (await captured.JsonAsync()).Capture().Text("id");
    }

    /// <summary>A wallet that was kept without a payment; its id.</summary>
    public static async Task<string> WalletAsync(this FakeProvider provider, string wallet = "pays")
    {
        using var begun = await provider.PayPalAsync(HttpMethod.Post, "/v3/vault/setup-tokens", $$"""{"payment_source":{{Checkout}}}""");
        var setup = await begun.JsonAsync();
        await provider.ApproveAsync(setup.Link("approve"), wallet);
        using var kept = await provider.PayPalAsync(HttpMethod.Post, "/v3/vault/payment-tokens", $$"""{"payment_source":{"token":{"type":"SETUP_TOKEN","id":"{{setup.Text("id")}}" } } }""");
        return (await kept.JsonAsync()).Text("id");
    }

    public static string Text(this JsonElement thing, string name) => thing.GetProperty(name).GetString()!;

    public static string Link(this JsonElement thing, string rel) => thing.GetProperty("links").EnumerateArray().Single(link => link.Text("rel") == rel).Text("href");

    public static string Issue(this JsonElement error) => error.GetProperty("details")[0].Text("issue");

    public static JsonElement Capture(this JsonElement order) => order.GetProperty("purchase_units")[0].GetProperty("payments").GetProperty("captures")[0];
}
