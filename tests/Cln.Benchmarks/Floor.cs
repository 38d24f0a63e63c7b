using System.Globalization;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Cln.Benchmarks;

/// <summary>What the machine could do at best: hand-written SQL, and its rows as JSON. No sign-in, no rights, no limits, no choice of fields.</summary>
internal sealed class Floor(NpgsqlDataSource database)
{
    private const string BalanceSql = "SELECT -balance, currency, last_seq FROM billing_accounts WHERE reseller_id = 1 AND kind = 'RESELLER_DEPOSIT'";

    private const string LicencesSql =
        "SELECT l.id, l.ip, l.type_code, t.name, l.hostname, l.created_at, l.last_check_in_at FROM ip_licenses_licenses l JOIN ip_licenses_types t ON t.code = l.type_code WHERE l.reseller_id = 1 ORDER BY l.id DESC LIMIT 51";

    private const string InvoicesSql =
        "SELECT i.id, i.number, i.type, i.pay_period, i.total, i.balance, n.title, n.quantity, n.sub_total FROM (SELECT * FROM invoices_invoices WHERE reseller_id = 1 ORDER BY id DESC LIMIT 10) i " +
        "JOIN invoices_lines n ON n.invoice_id = i.id ORDER BY i.id DESC, n.position";

    public static async Task RunAsync(string database, string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var source = NpgsqlDataSource.Create(database);
        var floor = new Floor(source);
        await using var app = builder.Build();
        byte[]? introspection = null;
        app.MapPut("/introspection", async (HttpRequest request) => introspection = await ReadAsync(request.Body));
        app.MapPost("/{**what}", async (string what, HttpResponse response, CancellationToken cancellation) =>
        {
            response.ContentType = "application/json";
            if (what == "introspection")
            {
                await response.Body.WriteAsync(introspection, cancellation);
                return;
            }

            await using var json = new Utf8JsonWriter(response.BodyWriter);
            await floor.WriteAsync($"/{what}", json, cancellation);
        });
        await app.RunAsync();
    }

    public async Task WriteAsync(string path, Utf8JsonWriter json, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(path switch { "/balance" => BalanceSql, "/licences" => LicencesSql, _ => InvoicesSql });
        await using var row = await command.ExecuteReaderAsync(cancellation);
        json.WriteStartObject();
        json.WriteStartObject("data");
        switch (path)
        {
            case "/balance":
                await BalanceAsync(row, json, cancellation);
                break;
            case "/licences":
                await LicencesAsync(row, json, cancellation);
                break;
            default:
                await InvoicesAsync(row, json, cancellation);
                break;
        }

        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
    }

    private static async Task BalanceAsync(NpgsqlDataReader row, Utf8JsonWriter json, CancellationToken cancellation)
    {
        await row.ReadAsync(cancellation);
        json.WriteStartObject("balance");
        json.WriteString("amount", new Money(row.GetInt64(0)).ToString());
        json.WriteString("currency", row.GetString(1));
        json.WriteNumber("version", row.GetInt64(2));
        json.WriteString("asOf", Time(TimeProvider.System.GetUtcNow()));
        json.WriteEndObject();
    }

    private static async Task LicencesAsync(NpgsqlDataReader row, Utf8JsonWriter json, CancellationToken cancellation)
    {
        var (count, last) = (0, 0L);
        json.WriteStartObject("ipLicenses");
        json.WriteStartArray("nodes");
        while (await row.ReadAsync(cancellation) && count < 50)
        {
            count++;
            last = row.GetInt64(0);
            json.WriteStartObject();
            json.WriteString("id", Id("IpLicense", last));
            json.WriteString("ip", row.GetString(1));
            json.WriteStartObject("type");
            json.WriteString("code", row.GetString(2));
            json.WriteString("name", row.GetString(3));
            json.WriteEndObject();
            json.WriteString("hostname", row.IsDBNull(4) ? null : row.GetString(4));
            json.WriteString("createdAt", Time(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5))));
            json.WriteString("lastCheckInAt", row.IsDBNull(6) ? null : Time(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6))));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("pageInfo");
        json.WriteBoolean("hasNextPage", count == 50);
        json.WriteString("endCursor", Id("IpLicense:Id", last));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static async Task InvoicesAsync(NpgsqlDataReader row, Utf8JsonWriter json, CancellationToken cancellation)
    {
        long? open = null;
        json.WriteStartObject("invoices");
        json.WriteStartArray("nodes");
        while (await row.ReadAsync(cancellation))
        {
            if (open != row.GetInt64(0))
            {
                if (open is not null) Close(json);
                open = row.GetInt64(0);
                json.WriteStartObject();
                json.WriteString("id", Id("Invoice", open.Value));
                json.WriteString("number", row.GetString(1));
                json.WriteString("type", row.GetString(2));
                json.WriteString("payPeriod", row.GetString(3));
                json.WriteString("total", new Money(row.GetInt64(4)).ToString());
                json.WriteString("balance", new Money(row.GetInt64(5)).ToString());
                json.WriteStartArray("lines");
            }

            json.WriteStartObject();
            json.WriteString("title", row.GetString(6));
            json.WriteNumber("quantity", row.GetInt32(7));
            json.WriteString("subTotal", new Money(row.GetInt64(8)).ToString());
            json.WriteEndObject();
        }

        if (open is not null) Close(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Close(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Id(string type, long id) => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{type}:{id}")));

    private static async Task<byte[]> ReadAsync(Stream body)
    {
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
