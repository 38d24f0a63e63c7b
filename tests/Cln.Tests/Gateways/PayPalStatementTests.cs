using Cln.Billing;
using Cln.Contracts;

namespace Cln.Tests.Gateways;

/// <summary>What PayPal says by itself, and what it gives back.</summary>
public sealed class PayPalStatementTests(PayPalWorld paypal) : IClassFixture<PayPalWorld>
{
    private const string ReportCall = "GET /v1/reporting/transactions";

    private const string RefundCall = "POST /v2/payments/captures/CAP-1/refund";

    private static readonly RefundOrder refund = new("refund-key", "ORDER-1", "CAP-1", new(500), "USD", "Sorry");

    [Fact]
    public async Task Every_line_that_moved_money_is_told_with_the_charge_it_is_about()
    {
        paypal.Script.On(ReportCall, ScriptedPayPal.Json(200, Report(
            1, Line("CAP-1", "T0006", "20.00", fee: "-0.88"), Line("REF-1", "T1107", "-5.00", about: "CAP-1", fee: "0.10"), Line("HOLD-1", "T1110", "-20.00", about: "CAP-1"), Line("BACK-1", "T1111", "20.00", about: "CAP-1"),
            Line("PEND-1", "T0006", "20.00", status: "P"), Line("DENY-1", "T0006", "20.00", status: "D"), Line("BANK-1", "T0400", "-100.00"), Line("PAID-OUT", "T0001", "-3.00"))));

        var lines = await MovementsAsync(World.Begins.AddDays(-1), World.Begins);

        Assert.Equal(
            ["CAP-1 Charge CAP-1 20.00 0.88 USD", "REF-1 Refund CAP-1 -5.00 -0.10 USD", "HOLD-1 Dispute CAP-1 -20.00 0.00 USD", "BACK-1 DisputeReversal CAP-1 20.00 0.00 USD", "BANK-1 Other BANK-1 -100.00 0.00 USD", "PAID-OUT Other PAID-OUT -3.00 0.00 USD"],
            lines.Select(line => $"{line.Id} {line.Kind} {line.ChargeId} {line.Amount} {line.Fee} {line.Currency}"));
        Assert.All(lines, line => Assert.Equal(new(2026, 11, 9, 10, 0, 0, TimeSpan.Zero), line.At));
    }

    [Fact]
    public async Task A_long_span_is_asked_for_in_months_and_every_page_of_each()
    {
        paypal.Script.On(ReportCall, ScriptedPayPal.Json(200, Report(2, Line("A", "T0006", "1.00"))), ScriptedPayPal.Json(200, Report(2, Line("B", "T0006", "1.00"))), ScriptedPayPal.Json(200, Report(1, Line("C", "T0006", "1.00"))));
        var before = paypal.Script.CallsOf(ReportCall).Count();

        var lines = await MovementsAsync(World.Begins.AddDays(-40), World.Begins);

        Assert.Equal(["A", "B", "C"], lines.Select(line => line.Id));
        var queries = paypal.Script.CallsOf(ReportCall).Skip(before).Select(call => call.Query).ToList();
        Assert.Equal(3, queries.Count);
        Assert.Contains("start_date=2026-11-01T12:00:00Z&end_date=2026-11-10T12:00:00Z", queries[0]);
        Assert.EndsWith("&page=2", queries[1]);
        Assert.Contains("start_date=2026-10-01T12:00:00Z&end_date=2026-11-01T12:00:00Z", queries[2]);
    }

    [Fact]
    public async Task A_span_with_too_many_lines_is_halved()
    {
        paypal.Script.On(ReportCall, ScriptedPayPal.Error(400, "RESULTSET_TOO_LARGE", "RESULTSET_TOO_LARGE"), ScriptedPayPal.Json(200, Report(1, Line("late", "T0006", "1.00"))), ScriptedPayPal.Json(200, Report(1, Line("early", "T0006", "1.00"))));

        Assert.Equal(["late", "early"], (await MovementsAsync(World.Begins.AddDays(-2), World.Begins)).Select(line => line.Id));
    }

    [Fact]
    public async Task A_refund_goes_by_our_key_and_is_told_as_it_is()
    {
        paypal.Script.On(RefundCall, ScriptedPayPal.Json(201, """{"id":"REF-1","status":"PENDING","amount":{"currency_code":"USD","value":"5.00"},"custom_id":"refund-key"}"""));

        Assert.Equal(new GatewayRefund("REF-1", GatewayRefundStatus.Pending, new(500), "USD") { Key = "refund-key" }, await paypal.Gateway.RefundAsync(refund, CancellationToken.None));

        var call = paypal.Script.CallsOf(RefundCall).Last();
        Assert.Equal(("refund-key:refund:1", "5.00", "refund-key"), (call.Key, call.Json.GetProperty("amount").GetProperty("value").GetString(), call.Json.GetProperty("custom_id").GetString()));
    }

    [Theory]
    [InlineData("CAPTURE_FULLY_REFUNDED")]
    [InlineData("REFUND_AMOUNT_EXCEEDED")]
    [InlineData("REFUND_FAILED_INSUFFICIENT_FUNDS")]
    [InlineData("REFUND_TIME_LIMIT_EXCEEDED")]
    public async Task A_refund_that_PayPal_refuses_says_why(string issue)
    {
        paypal.Script.On(RefundCall, ScriptedPayPal.Error(422, "UNPROCESSABLE_ENTITY", issue));

        Assert.Contains(issue, (await Assert.ThrowsAsync<RefundRefused>(() => paypal.Gateway.RefundAsync(refund, CancellationToken.None))).Message);
    }

    [Fact]
    public async Task A_refund_without_an_answer_is_unclear()
    {
        paypal.Script.On(RefundCall, ScriptedPayPal.Error(500, "INTERNAL_SERVER_ERROR", "INTERNAL_SERVER_ERROR"));

        await Assert.ThrowsAsync<PayPalUnclear>(() => paypal.Gateway.RefundAsync(refund, CancellationToken.None));
    }

    [Theory]
    [InlineData("20.00", "USD", 2000)]
    [InlineData("20", "JPY", 2000)]
    [InlineData("-0.88", "USD", -88)]
    public void Amounts_are_read_to_the_cent(string text, string currency, long cents) => Assert.Equal(new Money(cents), PayPalMoney.Read(new(currency, text)));

    [Theory]
    [InlineData("20.001")]
    [InlineData("1e3")]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("99999999999")]
    public void What_is_no_amount_is_not_understood(string text) => Assert.Throws<PayPalUnclear>(() => PayPalMoney.Read(new("USD", text)));

    [Fact]
    public void Currencies_without_cents_are_written_without_them_and_never_rounded()
    {
        Assert.Equal(new WireAmount("JPY", "20"), PayPalMoney.Write(new(2_000), "JPY"));
        Assert.Equal(new WireAmount("USD", "20.00"), PayPalMoney.Write(new(2_000), "USD"));
        Assert.Throws<PayPalRefusal>(() => PayPalMoney.Write(new(2_050), "JPY"));
    }

    private async Task<List<GatewayMovement>> MovementsAsync(DateTimeOffset from, DateTimeOffset until)
    {
        List<GatewayMovement> lines = [];
        await foreach (var line in paypal.Statement.MovementsAsync(from, until, CancellationToken.None)) lines.Add(line);
        return lines;
    }

    private static string Report(int pages, params string[] lines) => "{\"transaction_details\":[" + string.Join(',', lines) + $"],\"total_pages\":{pages}}}";

    private static string Line(string id, string code, string amount, string? about = null, string? fee = null, string status = "S") =>
        $$$"""{"transaction_info":{"transaction_id":"{{{id}}}",{{{(about is null ? "" : $"\"paypal_reference_id\":\"{about}\",\"paypal_reference_id_type\":\"TXN\",")}}}"transaction_event_code":"{{{code}}}","transaction_initiation_date":"2026-11-09T10:00:00+0000",{{{(fee is null ? "" : $"\"fee_amount\":{{\"currency_code\":\"USD\",\"value\":\"{fee}\"}},")}}}"transaction_amount":{"currency_code":"USD","value":"{{{amount}}}"},"transaction_status":"{{{status}}}"}}""";
}
