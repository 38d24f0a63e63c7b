using Cln.Billing;

namespace Cln.Tests.Gateways;

/// <summary>Where an event sends us to look.</summary>
public sealed class PayPalEventsTests(PayPalWorld paypal) : IClassFixture<PayPalWorld>
{
    private const string EventsCall = "GET /v1/notifications/webhooks-events";

    [Theory]
    [InlineData("CHECKOUT.ORDER.APPROVED", """{"id":"O1","purchase_units":[{"custom_id":"key-1"}]}""", "O1", "key-1")]
    [InlineData("PAYMENT.CAPTURE.COMPLETED", """{"id":"C1","custom_id":"key-1","supplementary_data":{"related_ids":{"order_id":"O1"}}}""", "C1 O1", "key-1")]
    [InlineData("PAYMENT.CAPTURE.PENDING", """{"id":"C1","custom_id":"key-1"}""", "C1", "key-1")]
    [InlineData("PAYMENT.CAPTURE.REFUNDED", """{"id":"R1","custom_id":"refund-key","links":[{"rel":"up","href":"https://api.sandbox.paypal.com/v2/payments/captures/C1"}]}""", "C1", null)]
    [InlineData("PAYMENT.CAPTURE.REVERSED", """{"id":"R1","links":[{"rel":"self","href":"https://api.sandbox.paypal.com/v2/payments/refunds/R1"},{"rel":"up","href":"https://api.sandbox.paypal.com/v2/payments/captures/C1"}]}""", "C1", null)]
    [InlineData("CUSTOMER.DISPUTE.CREATED", """{"dispute_id":"D1","disputed_transactions":[{"seller_transaction_id":"C1"},{"seller_transaction_id":"C2"}]}""", "C1 C2", null)]
    [InlineData("VAULT.PAYMENT-TOKEN.DELETED", """{"id":"wallet-1"}""", "", null)]
    [InlineData("BILLING.PLAN.CREATED", """{"id":"P1","custom_id":"key-1"}""", "", null)]
    [InlineData("PAYMENT.CAPTURE.COMPLETED", "17", "", null)]
    [InlineData("PAYMENT.CAPTURE.COMPLETED", """{"id":5,"custom_id":[],"links":{},"supplementary_data":"x"}""", "", null)]
    public async Task Each_kind_names_the_payment_in_its_own_way(string type, string resource, string about, string? key)
    {
        paypal.Script.On(EventsCall, ScriptedPayPal.Json(200, Page(null, Event("WH-1", type, resource))));

        var read = (await MissedAsync()).Single();

        Assert.Equal(("WH-1", type, about, key), (read.Id, read.Type, string.Join(' ', read.About), read.Key));
        Assert.Equal(about.Length == 0, read.Ignored);
    }

    [Fact]
    public async Task What_was_missed_is_asked_for_page_by_page_at_PayPals_own_address()
    {
        paypal.Script.On(
            EventsCall,
            ScriptedPayPal.Json(200, Page("https://evil.example/v1/notifications/webhooks-events?page=2", Event("WH-1", "PAYMENT.CAPTURE.COMPLETED", """{"id":"C1"}"""), """{"id":"no event"}""")),
            ScriptedPayPal.Json(200, Page(null, Event("WH-2", "PAYMENT.CAPTURE.COMPLETED", """{"id":"C2"}"""))));
        var before = paypal.Script.CallsOf(EventsCall).Count();

        var missed = await MissedAsync();

        Assert.Equal(["WH-1", "WH-2"], missed.Select(one => one.Id));
        var queries = paypal.Script.CallsOf(EventsCall).Skip(before).Select(call => call.Query).ToList();
        Assert.Equal(["?start_time=2026-11-09T12:00:00Z&end_time=2026-11-10T12:00:00Z&page_size=100", "?page=2"], queries);
    }

    private async Task<List<WebhookEvent>> MissedAsync()
    {
        List<WebhookEvent> missed = [];
        await foreach (var one in paypal.Webhooks.MissedAsync(World.Begins.AddDays(-1), CancellationToken.None)) missed.Add(one);
        return missed;
    }

    private static string Event(string id, string type, string resource) => "{\"id\":\"" + id + "\",\"event_type\":\"" + type + "\",\"resource\":" + resource + "}";

    private static string Page(string? next, params string[] events) =>
        "{\"events\":[" + string.Join(',', events) + "],\"links\":[" + (next is null ? "" : "{\"rel\":\"next\",\"href\":\"" + next + "\"}") + "]}";
}
