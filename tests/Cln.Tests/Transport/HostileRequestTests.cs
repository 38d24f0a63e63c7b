using System.Net.Http.Json;
using System.Text.Json;

namespace Cln.Tests.Transport;

/// <summary>Documents that are made to hurt, sent to the real host: refused with a code, and never a mistake of ours.</summary>
public sealed class HostileRequestTests
{
    [Theory]
    [InlineData("{ __typename } \0", "INVALID_JSON")]
    [InlineData("{ __typename \u202e }", "SYNTAX_ERROR")]
    [InlineData("", "NO_OPERATION")]
    [InlineData("fragment F on Query { __typename }", "NO_OPERATION")]
    public async Task What_is_no_document_is_refused(string query, string code)
    {
        await using var world = await World.StartAsync();

        var (status, told) = await PostAsync(world, query);

        Assert.Equal((400, code), (status, told));
    }

    [Fact]
    public async Task A_document_in_a_url_is_no_larger_than_one_in_a_body()
    {
        await using var world = await World.StartAsync();
        using var http = new HttpClient { DefaultRequestHeaders = { Accept = { new("application/graphql-response+json") } } };

        using var response = await http.GetAsync(new Uri(world.Address, "/graphql?query=" + string.Concat(Enumerable.Repeat("{a", 1_000)) + new string('}', 1_000)));

        Assert.Contains("DOCUMENT_TOO_LARGE", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Code)> PostAsync(World world, string query)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(world.Address, "/graphql")) { Content = JsonContent.Create(new { query }), Headers = { Accept = { new("application/graphql-response+json") } } };
        using var response = await http.SendAsync(request);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, body.RootElement.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString()! : "");
    }
}
