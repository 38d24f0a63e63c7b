using System.Globalization;
using System.Text.Json.Nodes;

namespace Cln.FakeProviders.PayPal;

/// <summary>Transaction search: what has moved on our account at PayPal, told late.</summary>
internal static class PayPalMovements
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(31);

    public static PayPalMovement Book(PayPalCall call, string id, string code, PayPalCapture about, long minor, long fee) =>
        call.Page.Put(new PayPalMovement(id, code, minor, fee, about.Amount.Currency, about.Id, call.Now) { CustomId = about.CustomId, InvoiceId = about.InvoiceId });

    public static Answer List(PayPalCall call)
    {
        var (from, until) = (Time(call, "start_date"), Time(call, "end_date"));
        if (until - from > Window) throw PayPalProblem.Invalid("INVALID_REQUEST", "Date range is greater than 31 days");
        var (size, page) = (Number(call, "page_size", 100, 500), Number(call, "page", 1, int.MaxValue));
        var known = call.Now - call.Lag;
        var all = call.Page.All<PayPalMovement>().Where(movement => movement.Created >= from && movement.Created <= until && movement.Created <= known).ToList();
        return Answer.Ok(new JsonObject
        {
            ["transaction_details"] = new JsonArray([.. all.Skip((page - 1) * size).Take(size).Select(Shape)]),
            ["account_number"] = "C7CYMKZDG8D6E",
            ["start_date"] = Date(from),
            ["end_date"] = Date(until),
            ["last_refreshed_datetime"] = Date(known),
            ["page"] = page,
            ["total_items"] = all.Count,
            ["total_pages"] = (all.Count + size - 1) / size,
            ["links"] = new JsonArray(PayPalErrors.Link($"{call.PublicUrl}/v1/reporting/transactions", "self", "GET")),
        });
    }

    private static JsonObject Shape(PayPalMovement movement)
    {
        var info = new JsonObject
        {
            ["paypal_account_id"] = "QYR5Z8XDVJNXQ",
            ["transaction_id"] = movement.Id,
            ["transaction_event_code"] = movement.Code,
            ["transaction_initiation_date"] = Date(movement.Created),
            ["transaction_updated_date"] = Date(movement.Created),
            ["transaction_amount"] = new PayPalMoney(movement.Minor, movement.Currency).Shape(),
            ["transaction_status"] = movement.Status,
        };
        if (movement.Fee != 0) info["fee_amount"] = new PayPalMoney(movement.Fee, movement.Currency).Shape();
        if (movement.About != movement.Id) (info["paypal_reference_id"], info["paypal_reference_id_type"]) = (movement.About, "TXN");
        if (movement.CustomId is not null) info["custom_field"] = movement.CustomId;
        if (movement.InvoiceId is not null) info["invoice_id"] = movement.InvoiceId;
        return new() { ["transaction_info"] = info };
    }

    private static DateTimeOffset Time(PayPalCall call, string name) =>
        DateTimeOffset.TryParse(call.Query![name], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw PayPalProblem.Invalid("INVALID_REQUEST", $"{name} is missing or no date.", name);

    private static int Number(PayPalCall call, string name, int otherwise, int most) => int.TryParse(call.Query![name], CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, most) : otherwise;

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss+0000", CultureInfo.InvariantCulture);
}
