using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cln.Tests.Billing;
using Cln.Tests.IpLicenses;

namespace Cln.Tests.Transport;

public sealed class ExportTests(TwoResellers two) : IClassFixture<TwoResellers>
{
    private const string Licenses = "query($types: [String]) { ipLicenses(where: { type: { in: $types } }, order: [{ ip: ASC }]) { nodes { ip type { code product } hostname } } }";

    [Fact]
    public async Task A_list_longer_than_a_page_comes_whole_and_once_as_csv_and_as_ndjson()
    {
        var reseller = await two.World.ResellerAsync("platinum");
        var ips = Enumerable.Range(1, 250).Select(i => $"10.90.0.{i}").ToList();
        (await reseller.AddLicensesAsync(ips.Select(ip => (ip, "KERNELCARE")))).Worked("addIpLicenses");
        await two.Mine.LicensedAsync("10.91.0.1");

        using var csv = await ExportAsync(reseller, "csv", Licenses, new { types = new[] { "KERNELCARE" } });
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("ip,type.code,type.product,hostname", lines[0]);
        Assert.Equal(ips.Order(StringComparer.Ordinal).Select(ip => $"{ip},KERNELCARE,KernelCare,"), lines.Skip(1).Order(StringComparer.Ordinal));
        Assert.Equal(("text/csv", "attachment; filename=\"ipLicenses.csv\""), (csv.Content.Headers.ContentType!.MediaType, csv.Content.Headers.ContentDisposition!.ToString()));

        using var ndjson = await ExportAsync(reseller, "ndjson", Licenses, new { types = new[] { "KERNELCARE" } });
        var rows = (await ndjson.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(ips, rows.Select(row => row.GetProperty("ip").GetString()));
        Assert.Equal("""{"code":"KERNELCARE","product":"KernelCare"}""", rows[0].GetProperty("type").GetRawText());
    }

    [Fact]
    public async Task Text_is_quoted_where_it_must_be_and_never_a_formula_and_amounts_stay_numbers()
    {
        var reseller = await two.World.ResellerAsync();
        foreach (var company in new[] { "=HYPERLINK(\"http://evil.example\")", "Bakery, Sons & \"Co\"", "+1 Ltd" })
        {
            (await reseller.SendAsync(
                """mutation($company: String!, $login: String!) { addServerAccount(input: { login: $login, firstName: "A", lastName: "B", company: $company, email: "a@b.example", limit: 1 }) { errors { ... on Error { code message } } } }""",
                new { company, login = $"a{Guid.NewGuid():N}"[..8] })).Worked("addServerAccount");
        }

        using var accounts = await ExportAsync(reseller, "csv", "{ serverAccounts { nodes { company limit } } }");
        Assert.Equal("company,limit\r\n'+1 Ltd,1\r\n\"Bakery, Sons & \"\"Co\"\"\",1\r\n\"'=HYPERLINK(\"\"http://evil.example\"\")\",1\r\n", await accounts.Content.ReadAsStringAsync());

        using var entries = await ExportAsync(reseller, "csv", "{ ledgerEntries { nodes { amount } } }");
        Assert.Contains("\r\n-", await entries.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_in_a_row_and_a_fragment_and_an_alias_have_their_cells()
    {
        var reseller = await two.World.ResellerAsync();
        (await reseller.TopUpAsync("50.00")).Worked("topUp");

        using var answer = await ExportAsync(
            reseller, "csv", "query { documents: invoices { nodes { kind: type ...Rest } } } fragment Rest on Invoice { total lines { title } ... on Node { __typename } }");

        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal("kind,total,lines,__typename", lines[0]);
        Assert.StartsWith("PAYMENT_RECEIVED,50.00,\"[{\"\"title\"\":\"\"", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",Invoice", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ balance { amount } }", "NOT_EXPORTABLE")]
    [InlineData("{ ipLicenses { totalCount } }", "NOT_EXPORTABLE")]
    [InlineData("{ ipLicenses(first: 5) { nodes { ip } } }", "NOT_EXPORTABLE")]
    [InlineData("{ ipLicenses { nodes { ip } } serverAccounts { nodes { login } } }", "NOT_EXPORTABLE")]
    [InlineData("mutation { removeIpLicenses(input: { ids: [] }) { ipLicenses { ip } } }", "NOT_EXPORTABLE")]
    [InlineData("{ ipLicenses { nodes { nothing } } }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{ ipLicenses { nodes { ip }", "SYNTAX_ERROR")]
    [InlineData("{ resellers { nodes { name } } }", "FORBIDDEN")]
    public async Task What_cannot_be_exported_is_answered_before_the_first_row(string query, string code)
    {
        using var answer = await ExportAsync(two.Mine, "csv", query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_export_by_a_persisted_query_leaves_that_as_it_was()
    {
        var reseller = await two.World.ResellerAsync();
        await reseller.LicensedAsync("10.92.0.1");
        const string query = "{ ipLicenses { nodes { ip } } }";
        var extensions = new { persistedQuery = new { version = 1, sha256Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query))) } };

        using var exported = await ExportAsync(reseller, "csv", query, extensions: extensions);
        Assert.Equal("ip\r\n10.92.0.1\r\n", await exported.Content.ReadAsStringAsync());

        // Of the export nothing was kept under that name, and what is kept of the query itself can be exported by its name alone.
        Assert.Contains("PERSISTED_QUERY_NOT_FOUND", await AskAsync(reseller, "", null, extensions), StringComparison.Ordinal);
        Assert.DoesNotContain("pageInfo", await AskAsync(reseller, "", query, extensions), StringComparison.Ordinal);
        using var named = await ExportAsync(reseller, "csv", query: null, extensions: extensions);
        Assert.Equal("ip\r\n10.92.0.1\r\n", await named.Content.ReadAsStringAsync());
        Assert.DoesNotContain("pageInfo", await AskAsync(reseller, "", null, extensions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_exports_without_a_sign_in_and_a_hostile_document_is_counted_first()
    {
        using var anonymous = await ExportAsync(two.World.Anonymous(), "ndjson", Licenses);
        Assert.Contains("UNAUTHENTICATED", await anonymous.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var fan = string.Concat(Enumerable.Range(0, 40).Select(i => $"fragment F{i} on IpLicense {{ ...F{i + 1} ...F{i + 1} }} "));
        using var hostile = await ExportAsync(two.Mine, "ndjson", $"{{ ipLicenses {{ nodes {{ ...F0 }} }} }} {fan} fragment F40 on IpLicense {{ ip }}");
        Assert.Contains("\"allowed\":", await hostile.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> ExportAsync(Api api, string format, string? query, object? variables = null, object? extensions = null) =>
        PostAsync(api, $"/export.{format}", query, variables, extensions);

    private async Task<string> AskAsync(Api api, string path, string? query, object? extensions)
    {
        using var answer = await PostAsync(api, path, query, variables: null, extensions);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> PostAsync(Api api, string path, string? query, object? variables, object? extensions)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(two.World.Address, $"/graphql{path}"))
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query, variables, extensions }), Encoding.UTF8, "application/json"),
        };
        if (api.Bearer is { } bearer) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return await http.SendAsync(request);
    }
}
