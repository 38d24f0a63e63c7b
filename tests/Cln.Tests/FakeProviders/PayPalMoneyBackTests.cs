using System.Net;

namespace Cln.Tests.FakeProviders;

/// <summary>Refunds, disputes, waiting money, and what PayPal's statement says of them.</summary>
public sealed class PayPalMoneyBackTests
{
    [Fact]
    public async Task A_capture_can_be_given_back_in_parts_and_never_more_than_it_was()
    {
        await using var provider = await FakeProvider.StartAsync();
        var capture = await provider.CapturedAsync();

        using var part = await RefundAsync(provider, capture, "r1", "5.00");
        using var replayed = await RefundAsync(provider, capture, "r1", "5.00");
        using var tooMuch = await RefundAsync(provider, capture, "r2", "15.01");
        using var rest = await RefundAsync(provider, capture, "r3", "15.00");
        using var nothing = await RefundAsync(provider, capture, "r4", "1.00");
        using var refund = await provider.PayPalAsync(HttpMethod.Get, $"/v2/payments/refunds/{(await part.JsonAsync()).Text("id")}");
        using var now = await provider.PayPalAsync(HttpMethod.Get, $"/v2/payments/captures/{capture}");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (part.StatusCode, replayed.StatusCode));
        Assert.Equal((await part.JsonAsync()).Text("id"), (await replayed.JsonAsync()).Text("id"));
        Assert.Equal("REFUND_AMOUNT_EXCEEDED", (await tooMuch.JsonAsync()).Issue());
        Assert.Equal("CAPTURE_FULLY_REFUNDED", (await nothing.JsonAsync()).Issue());
        Assert.Equal(("COMPLETED", "r1"), ((await refund.JsonAsync()).Text("status"), (await refund.JsonAsync()).Text("custom_id")));
        Assert.EndsWith($"/v2/payments/captures/{capture}", (await refund.JsonAsync()).Link("up"));
        Assert.Equal("REFUNDED", (await now.JsonAsync()).Text("status"));
        Assert.Equal([("r1", 500L, 1), ("r3", 1500, 1)], (await provider.BooksAsync()).Refunds.Select(refund => (refund.Key!, refund.Amount, refund.Effects)));
    }

    [Theory]
    [InlineData("259200", "COMPLETED", "PAYMENT.CAPTURE.COMPLETED", 1)]
    [InlineData("259200:denied", "DECLINED", "PAYMENT.CAPTURE.DENIED", 0)]
    public async Task Money_that_waits_comes_or_doesn_t(string pending, string ends, string told, int charges)
    {
        await using var provider = await FakeProvider.StartAsync();
        await provider.PutClockAsync(World.Begins);
        await provider.FaultAsync("POST /v2/checkout/orders/*/capture", "pending-then", pending);

        var capture = await provider.CapturedAsync();
        using var waiting = await provider.PayPalAsync(HttpMethod.Get, $"/v2/payments/captures/{capture}");
        Assert.Empty((await provider.BooksAsync()).Charges);
        await provider.AdvanceAsync(TimeSpan.FromDays(3));
        using var ended = await provider.PayPalAsync(HttpMethod.Get, $"/v2/payments/captures/{capture}");

        Assert.Equal(("PENDING", "ECHECK"), ((await waiting.JsonAsync()).Text("status"), (await waiting.JsonAsync()).GetProperty("status_details").Text("reason")));
        Assert.Equal(ends, (await ended.JsonAsync()).Text("status"));
        Assert.Equal(["PAYMENT.CAPTURE.PENDING", told], (await provider.EventsAsync()).Skip(1).Select(each => each.Type));
        Assert.Equal(charges, (await provider.BooksAsync()).Charges.Count);
    }

    [Theory]
    [InlineData(true, "RESOLVED_SELLER_FAVOUR", "COMPLETED", "0.00")]
    [InlineData(false, "RESOLVED_BUYER_FAVOUR", "REFUNDED", "-20.00")]
    public async Task A_dispute_holds_the_money_until_it_is_decided(bool won, string outcome, string status, string balance)
    {
        await using var provider = await FakeProvider.StartAsync();
        var capture = await provider.CapturedAsync();

        var dispute = await provider.DisputeAsync(capture);
        using var refused = await RefundAsync(provider, capture, "r1", "1.00");
        await provider.ResolveAsync(dispute, won);
        using var listed = await provider.PayPalAsync(HttpMethod.Get, $"/v1/customer/disputes?disputed_transaction_id={capture}");
        using var now = await provider.PayPalAsync(HttpMethod.Get, $"/v2/payments/captures/{capture}");
        var lines = await StatementAsync(provider);

        Assert.Equal("REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK", (await refused.JsonAsync()).Issue());
        Assert.Equal(outcome, (await listed.JsonAsync()).GetProperty("items")[0].GetProperty("dispute_outcome").Text("outcome_code"));
        Assert.Equal(status, (await now.JsonAsync()).Text("status"));
        Assert.Equal(decimal.Parse(balance), lines.Where(line => line.Code.StartsWith("T111", StringComparison.Ordinal)).Sum(line => line.Amount));
        Assert.Contains((await provider.EventsAsync()), told => told.Type == "CUSTOMER.DISPUTE.RESOLVED");
    }

    [Fact]
    public async Task The_statement_has_payments_with_fees_and_refunds_with_what_they_are_about_and_comes_late()
    {
        await using var provider = await FakeProvider.StartAsync(books: null, ("Fakes:PayPal:ReportingLag", "03:00:00"));
        await provider.PutClockAsync(World.Begins);
        var capture = await provider.CapturedAsync();
        using var refund = await RefundAsync(provider, capture, "r1", "5.00");
        Assert.Empty(await StatementAsync(provider));
        await provider.AdvanceAsync(TimeSpan.FromHours(3));

        var lines = await StatementAsync(provider);
        using var tooLong = await provider.PayPalAsync(HttpMethod.Get, "/v1/reporting/transactions?start_date=2026-01-01T00:00:00Z&end_date=2026-03-01T00:00:00Z");

        Assert.Equal([("T0006", 20m, -1.19m, null), ("T1107", -5m, 0, capture)], lines.Select(line => (line.Code, line.Amount, line.Fee, line.About)));
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
    }

    private static Task<HttpResponseMessage> RefundAsync(FakeProvider provider, string capture, string key, string value)
    {
        var amount = $$"""{"currency_code":"USD","value":"{{value}}"}""";
        return provider.PayPalAsync(HttpMethod.Post, $"/v2/payments/captures/{capture}/refund", $$"""{"amount":{{amount}},"custom_id":"{{key}}"}""", ("PayPal-Request-Id", key));
    }

    private static async Task<IReadOnlyList<(string Code, decimal Amount, decimal Fee, string? About)>> StatementAsync(FakeProvider provider)
    {
        var now = (await (await provider.Http.GetAsync("/_clock")).JsonAsync()).GetProperty("now").GetDateTimeOffset().UtcDateTime;
        using var answer = await provider.PayPalAsync(HttpMethod.Get, $"/v1/reporting/transactions?start_date={now.AddDays(-30):s}Z&end_date={now.AddHours(1):s}Z&fields=all&page_size=500");
        return
        [
            .. (await answer.JsonAsync()).GetProperty("transaction_details").EnumerateArray().Select(line => line.GetProperty("transaction_info")).Select(line => (
                line.Text("transaction_event_code"), decimal.Parse(line.GetProperty("transaction_amount").Text("value")), line.TryGetProperty("fee_amount", out var fee) ? decimal.Parse(fee.Text("value")) : 0,
                line.TryGetProperty("paypal_reference_id", out var about) ? about.GetString() : null)),
        ];
    }
}
