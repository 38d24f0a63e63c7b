using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cln.Host.Demo;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Cln.Benchmarks;

/// <summary>A database with the demo's reseller, its 10,000 licences and 10 invoices of five lines; the product in this process, and both sides in processes of their own.</summary>
internal sealed class Prepared : IAsyncDisposable
{
    private const string HostUrl = "http://127.0.0.1:5191";
    private const string FloorUrl = "http://127.0.0.1:5192";

    private readonly List<Process> processes = [];

    private Prepared(string database, WebApplication inside, string token) => (Database, Inside, Token) = (database, inside, token);

    public string Database { get; }

    public WebApplication Inside { get; }

    public string Token { get; }

    public Side Host { get; private set; } = null!;

    public Side Floor { get; private set; } = null!;

    public static async Task<Prepared> StartAsync(string server)
    {
        var name = $"cln_bench_{Environment.ProcessId}";
        await using (var administrator = NpgsqlDataSource.Create(server)) await administrator.CreateCommand($"CREATE DATABASE {name}").ExecuteNonQueryAsync();
        var database = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
        var inside = await BenchHost.StartAsync(database, "http://127.0.0.1:5190");
        await inside.Services.GetRequiredService<DemoData>().MakeAsync(CancellationToken.None);
        await FillAsync(database);

        var prepared = new Prepared(database, inside, await TokenAsync("http://127.0.0.1:5190"));
        prepared.Host = await prepared.SideAsync("host", HostUrl, prepared.Token);
        prepared.Floor = await prepared.SideAsync("floor", FloorUrl, token: null);
        using var introspected = await prepared.Host.Http.PostAsync("/graphql", Side.Body(Operation.All[^1].Document));
        (await prepared.Floor.Http.PutAsync("/introspection", new ByteArrayContent(await introspected.Content.ReadAsByteArrayAsync()))).EnsureSuccessStatusCode();
        return prepared;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        await Inside.DisposeAsync();
    }

    private static async Task FillAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        string[] fill =
        [
            "INSERT INTO ip_licenses_licenses (reseller_id, ip, ip_sort_key, type_code, created_at) SELECT 1, '10.20.' || i / 256 || '.' || i % 256, lpad(to_hex(169082880 + i), 32, '0'), 'KERNELCARE', 1790000000000 + i FROM generate_series(0, 9999) i",
            "INSERT INTO invoices_invoices (reseller_id, number, sequence, created_at, type, pay_period, total, balance, currency, recipient_company, recipient_first_name, recipient_last_name, recipient_email, recipient_country) " +
            "SELECT 1, '1-B' || i, 1000 + i, 1790000000000 + i, 'PaymentReceived', '2026-10-01', 5000, 100000, 'USD', 'Acme', 'Ada', 'Lovelace', 'ada@acme.example', 'DE' FROM generate_series(1, 10) i",
            "INSERT INTO invoices_lines (invoice_id, position, reseller_id, title, quantity, sub_total) SELECT id, p, 1, 'KernelCare, added', 3, 1000 FROM invoices_invoices, generate_series(1, 5) p WHERE number LIKE '1-B%'",
            "ANALYZE",
        ];
        foreach (var sql in fill) await source.CreateCommand(sql).ExecuteNonQueryAsync();
    }

    private static async Task<string> TokenAsync(string url)
    {
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        var session = await AskAsync(http, $$"""mutation { signIn(input: { login: "{{DemoData.Login}}", password: "{{DemoData.Password}}" }) { session { token } } }""");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("signIn").GetProperty("session").GetProperty("token").GetString());
        return (await AskAsync(http, """mutation { createApiToken(input: { name: "bench", scopes: ["licenses:read", "billing:read"] }) { secret } }""")).GetProperty("createApiToken").GetProperty("secret").GetString()!;
    }

    private static async Task<JsonElement> AskAsync(HttpClient http, string query)
    {
        using var answer = await http.PostAsJsonAsync("/graphql", new { query });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data");
    }

    private async Task<Side> SideAsync(string kind, string url, string? token)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [kind, Database, url]) { UseShellExecute = false };
        var process = Process.Start(start)!;
        processes.Add(process);
        var side = new Side(process, url, token);
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await side.Http.GetAsync("/");
                return side;
            }
            catch (HttpRequestException) when (tries < 600)
            {
                await Task.Delay(100);
            }
        }
    }
}

/// <summary>One of the two processes, and a client of it.</summary>
internal sealed class Side(Process process, string url, string? token)
{
    public HttpClient Http { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 })
    {
        BaseAddress = new Uri(url),
        DefaultRequestHeaders = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
    };

    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public static HttpContent Body(string document) => JsonContent.Create(new { query = document });

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{url} ({process.Id})");
}
