using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cln.Host.Idempotency;

namespace Cln.Tests.Walks;

/// <summary>Values that aren't of their scalar, wherever that scalar can stand: in an argument, an input, a list, a filter; in the document and among the variables.</summary>
[Collection(nameof(Neighbours))]
public sealed class BadScalarTests(Neighbours neighbours)
{
    private const string Errors = "{ errors { ... on Error { code } } }";

    /// <summary>Values of no scalar, as JSON and GraphQL alike write them.</summary>
    private static readonly string[] Never = ["{}", "1.5", "-1.5e300", "\"\\uD800\"", "\"\\uDC00\\uD800\"", "\"\\u0000\"", $"\"{new string('x', 1001)}\""];

    private static readonly Dictionary<string, Scalar> Scalars = new(StringComparer.Ordinal)
    {
        ["Money"] = new(
            "INVALID_MONEY", Good: "\"10.00\"",
            Bad: """ "" "ten" "10" "10." ".50" "10.5" "10.001" "1e3" "+5.00" "--5.00" "1,000.00" "$5.00" "\u0661\u0660.00" "10.00\n" "1000000.01" "-1000000.01" "99999999999999999999.00" "NaN" 10 -5 1e3 99999999999999999999 true [] """,
            "query { invoices(where: { total: { eq: VALUE } }) { totalCount } }",
            "query { invoices(where: { or: [{ balance: { in: [VALUE] } }] }) { totalCount } }",
            $"mutation {{ saveAutopayment(input: {{ type: AUTO_ADD_FUNDS, amount: VALUE }}) {Errors} }}",
            $"mutation {{ topUp(input: {{ amount: VALUE, idempotencyKey: \"{World.Key()}\" }}) {Errors} }}"),
        ["IpAddress"] = new(
            "INVALID_IP_ADDRESS", Good: "\"2001:DB8::10\"",
            Bad: """ "" "1.1.1.1.1" "1.1.1" "1" "256.1.1.1" "1.1.1.01" "0x7f.1.1.1" "::g" "1::2::3" "[::1]" "fe80::1%eth0" "198.51.100.1/24" "198.51.100.1:80" "web.example" 1 1e3 true [] """,
            "query { licenseCheck(ip: VALUE) { code } }",
            "query { ipLicenses(where: { ip: { nin: [\"198.51.100.1\", VALUE] } }) { totalCount } }",
            $"mutation {{ addIpLicense(input: {{ ip: VALUE, type: \"KERNELCARE\" }}) {Errors} }}",
            $"mutation {{ addIpLicenses(input: {{ licenses: [{{ ip: \"198.51.100.1\", type: \"KERNELCARE\" }}, {{ ip: VALUE, type: \"KERNELCARE\" }}] }}) {Errors} }}"),
        ["DateTime"] = new(
            "INVALID_DATE_TIME", Good: "\"2026-11-10T12:00:00+01:00\"",
            Bad: """ "" "now" "2027-01-31" "2027-01-31T12:00:00" "2027-02-30T12:00:00Z" "2027-13-01T00:00:00Z" "2027-01-31T25:00:00Z" "0000-01-01T00:00:00Z" "10000-01-01T00:00:00Z" "0001-01-01T00:00:00+14:00" "1e3" 2027 true [] """,
            "query { invoices(where: { createdAt: { gt: VALUE } }) { totalCount } }",
            $"mutation {{ createApiToken(input: {{ name: \"walk\", scopes: [\"licenses:read\"], expiresAt: VALUE }}) {Errors} }}"),
        ["Date"] = new(
            "INVALID_DATE", Good: "\"2027-01-31\"",
            Bad: """ "" "today" "2027-1-31" "2027-02-29" "31.01.2027" "2027-01-31T12:00:00Z" "0000-01-01" "1e3" 20270131 true [] """,
            "query { invoices(where: { and: [{ payPeriod: { lte: VALUE } }] }) { totalCount } }",
            "query { invoices(where: { payPeriod: { in: [VALUE] } }) { totalCount } }"),
        ["IdempotencyKey"] = new(
            "INVALID_IDEMPOTENCY_KEY", Good: "\"0123456789abcdef\"",
            Bad: """ "" "0123456789abcde" "0123456789ab/def" "0123456789abcd\u00e9f" "0123456789abcdef\n" 123456789012345678 1e3 true [] """,
            $"mutation {{ topUp(input: {{ amount: \"1.00\", idempotencyKey: VALUE }}) {Errors} }}",
            $"mutation {{ addIpLicense(input: {{ ip: \"198.51.100.1\", type: \"KERNELCARE\", idempotencyKey: VALUE }}) {Errors} }}"),
        ["ID"] = new(
            "INVALID_ID", Good: "\"S2V5Ojk5OTk=\"",
            Bad: """ "" "7" "Key:7" "S2V5" "S2V5Og==" "S2V5Oi0x" "S2V5OjFlMw==" "S2V5Ojk5OTk5OTk5OTk5OTk5OTk5OTk5" "SW52b2ljZTox" "Tm90aGluZzox" 7 -7 true [] """,
            $"mutation {{ removeKey(input: {{ id: VALUE }}) {Errors} }}",
            $"mutation {{ checkIn(input: {{ serverId: VALUE, secret: \"\", hostname: \"a\" }}) {Errors} }}",
            $"mutation {{ removeIpLicenses(input: {{ ids: [VALUE] }}) {Errors} }}"),
        ["Int"] = new(
            "INVALID_INT", Good: "20",
            Bad: """ "" "7" "1e3" 2147483648 -2147483649 99999999999999999999 1e3 true [] """,
            "query { ipLicenses(first: VALUE) { totalCount } }",
            $"mutation {{ activateBackup(input: {{ ipLicenseId: \"SXBMaWNlbnNlOjE=\", dataCenter: \"EU1\", sizeGb: VALUE }}) {Errors} }}"),
        ["Boolean"] = new(
            "INVALID_BOOLEAN", Good: "true",
            Bad: """ "" "true" 0 1 1e3 [] """,
            $"mutation {{ addPaymentMethod(input: {{ gateway: \"none\", token: \"pm_card_visa\", makeCurrent: VALUE }}) {Errors} }}"),
        ["Document"] = new(
            "INVALID_DOCUMENT", Good: "\"{ nothing }\"",
            Bad: """ "" 7 1e3 true [] """,
            $"mutation {{ trustDocuments(input: {{ documents: [VALUE] }}) {Errors} }}"),
        ["String"] = new(
            "INVALID_STRING", Good: "\"web\"",
            Bad: " 7 1e3 true [] ",
            "query { ipLicenses(search: VALUE) { totalCount } }",
            "query { ipLicenses(where: { hostname: { in: [\"a\", VALUE] } }) { totalCount } }",
            $"mutation {{ createApiToken(input: {{ name: VALUE, scopes: [\"licenses:read\"] }}) {Errors} }}",
            $"mutation {{ createApiToken(input: {{ name: \"walk\", scopes: [VALUE] }}) {Errors} }}"),
    };

    public static TheoryData<string> Names => [.. Scalars.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_value_that_is_not_of_its_scalar_is_refused_under_the_scalars_code_and_changes_nothing(string name)
    {
        var (scalar, before) = (Scalars[name], await EverythingAsync());
        foreach (var place in scalar.Places)
        {
            foreach (var value in scalar.Bad.Split(' ', StringSplitOptions.RemoveEmptyEntries).Concat(Never))
            {
                if (name == "Document" && value.Length > 1000) continue;
                await RefusedAsync(scalar.Code, place.Replace("VALUE", value, StringComparison.Ordinal), "null");

                // Broken texts don't get past the transport.
                var isBroken = value.Contains("\\u0000", StringComparison.Ordinal) || value.Contains("\\uD", StringComparison.Ordinal);
                await RefusedAsync(isBroken ? "INVALID_JSON" : scalar.Code, WithVariable(place, name), value);
            }
        }

        Assert.Equal(before, await EverythingAsync());
        Assert.Equal([], (await PostAsync(scalar.Places[0].Replace("VALUE", scalar.Good, StringComparison.Ordinal), "null")).Codes);
        Assert.Equal([], (await PostAsync(WithVariable(scalar.Places[0], name), scalar.Good)).Codes);
    }

    [Fact]
    public async Task A_megabyte_is_refused_wherever_it_stands_and_changes_nothing()
    {
        var (before, value) = (await EverythingAsync(), $"\"{new string('1', 1 << 20)}\"");
        foreach (var (name, scalar) in Scalars)
        {
            await RefusedAsync("REQUEST_TOO_LARGE", scalar.Places[^1].Replace("VALUE", value, StringComparison.Ordinal), "null");
            await RefusedAsync("REQUEST_TOO_LARGE", WithVariable(scalar.Places[^1], name), value);
        }

        Assert.Equal(before, await EverythingAsync());
    }

    [Fact]
    public async Task A_refusal_says_which_variable_and_what_would_do_and_does_not_repeat_the_value()
    {
        var answer = await neighbours.Owner.SendAsync($"mutation($input: AddIpLicensesInput!) {{ addIpLicenses(input: $input) {Errors} }}", new { input = new { licenses = new[] { new { ip = "a secret", type = "KERNELCARE" } } } });
        var message = answer.Json.GetProperty("errors")[0].GetProperty("message").GetString()!;
        Assert.StartsWith("Variable '$input.licenses[0].ip': An IP address is", message, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret", message, StringComparison.Ordinal);
    }

    private static string WithVariable(string place, string scalar)
    {
        var kind = place[..place.IndexOf(' ', StringComparison.Ordinal)];
        return $"{kind}($value: {scalar}!){place[kind.Length..].Replace("VALUE", "$value", StringComparison.Ordinal)}";
    }

    private async Task RefusedAsync(string code, string query, string value)
    {
        var answer = await PostAsync(query, value);
        Assert.True(answer.Status < 500 && answer.Codes is [{ } only] && only == code, $"{code} was expected of {query[..Math.Min(query.Length, 500)]} with {value[..Math.Min(value.Length, 100)]}: {answer.Status} {answer.Json}");
    }

    /// <summary>Sends a value that need not be one that JSON writers would write.</summary>
    private async Task<Answer> PostAsync(string query, string value)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(neighbours.World.Address, "/graphql"));
        request.Content = new StringContent($$"""{ "query": {{JsonSerializer.Serialize(query)}}, "variables": { "value": {{value}} } }""", Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", neighbours.Owner.Bearer);
        using var response = await http.SendAsync(request);
        return new((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    private Task<string> EverythingAsync() => neighbours.World.DumpAsync(row => row is not IdempotencyRecord);

    /// <param name="Code">The code of its refusals.</param>
    /// <param name="Good">A value that it takes.</param>
    /// <param name="Bad">Values that it doesn't, with spaces between them.</param>
    /// <param name="Places">Operations with a place for a value; the first takes a good one and changes nothing by it.</param>
    private sealed record Scalar(string Code, string Good, string Bad, params string[] Places);
}
