using System.Net;
using System.Text.Json;
using Cln.Host.Graph.Transport;

namespace Cln.Tests.Transport;

public sealed class GraphHttpTests
{
    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json; charset=utf-8", "application/json")]
    [InlineData("application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json")]
    [InlineData("application/json, application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("application/graphql-response+json;q=0.5, application/json", "application/json")]
    [InlineData("application/json;q=0, */*", "application/graphql-response+json")]
    [InlineData("text/plain, */*;q=0.1", "application/json")]
    public async Task An_answer_comes_in_the_media_type_that_is_accepted(string? accept, string answered)
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.PostAsync(new { query = "{ hello }" }, accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"{answered}; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("""{"data":{"hello":"world"}}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Contains("Accept", response.Headers.Vary);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json;q=0")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("not a media type")]
    public async Task What_can_not_be_answered_is_not_acceptable(string accept)
    {
        await using var host = await ToyHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = ToyHost.Json("""{"query":"{ hello }"}""") };
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var response = await host.Http.SendAsync(request);

        await response.IsErrorAsync(HttpStatusCode.NotAcceptable, "NOT_ACCEPTABLE");
    }

    [Theory]
    [InlineData("{ hello", "application/json", HttpStatusCode.OK)]
    [InlineData("{ hello", "application/graphql-response+json", HttpStatusCode.BadRequest)]
    [InlineData("{ unknown }", "application/json", HttpStatusCode.OK)]
    [InlineData("{ unknown }", "application/graphql-response+json", HttpStatusCode.BadRequest)]
    public async Task A_document_that_can_not_run_has_the_status_of_its_media_type_and_no_data(string query, string accept, HttpStatusCode status)
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.PostAsync(new { query }, accept);

        Assert.Equal(status, response.StatusCode);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.False(body.RootElement.TryGetProperty("data", out _));
        Assert.Equal(1, body.RootElement.GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task What_was_executed_is_200_even_when_all_of_its_data_is_null()
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.PostAsync(new { query = "{ nothing }" });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("\"data\":null", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_foresaw_is_500_masked_and_has_an_id()
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.PostAsync(new { query = "{ breaks }" });

        var body = await response.IsErrorAsync(HttpStatusCode.InternalServerError, "INTERNAL_ERROR");
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.Contains("\"id\":", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_operation_name_and_extensions_arrive()
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.PostAsync(new
        {
            query = "query A { hello } query B($text: String) { echo(text: $text) }",
            operationName = "B",
            variables = new { text = "Grüße 🏃" },
            extensions = new { any = new[] { 1 } },
        });

        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("Grüße 🏃", body.RootElement.GetProperty("data").GetProperty("echo").GetString());
    }

    [Fact]
    public async Task A_query_comes_by_get_with_its_variables_as_json()
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.Http.GetAsync(Get("query($t: String) { echo(text: $t) }") + "&variables=" + Uri.EscapeDataString("""{"t":"x"}"""));

        Assert.Equal("""{"data":{"echo":"x"}}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("mutation { bump }", "")]
    [InlineData("query A { hello } mutation B { bump }", "&operationName=B")]
    public async Task A_mutation_by_get_is_not_allowed_and_does_nothing(string document, string name)
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.Http.GetAsync(Get(document) + name);

        await response.IsErrorAsync(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        Assert.Equal("POST", response.Content.Headers.Allow.Single());
        Assert.Equal(0, host.Schema.Bumps);
    }

    [Theory]
    [InlineData("&query={hello}")]
    [InlineData("&variables=[]")]
    public async Task A_get_with_a_parameter_that_is_no_request_is_refused(string more)
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.Http.GetAsync(Get("{ hello }") + more);

        await response.IsErrorAsync(HttpStatusCode.BadRequest, "INVALID_REQUEST");
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Other_methods_are_told_which_ones_there_are(string method)
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.Http.SendAsync(new(new(method), "/graphql"));

        await response.IsErrorAsync(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_what_it_asked_for()
    {
        await using var host = await ToyHost.StartAsync();
        using var leaving = new CancellationTokenSource();

        var asking = host.Http.PostAsync("/graphql", ToyHost.Json("""{"query":"{ wait }"}"""), leaving.Token);
        Assert.Equal("began", await host.Schema.HearAsync());
        await leaving.CancelAsync();

        Assert.Equal("cancelled", await host.Schema.HearAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_subscription_without_a_stream_to_answer_it_is_not_acceptable()
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.PostAsync(new { query = "subscription { silence }" });

        await response.IsErrorAsync(HttpStatusCode.NotAcceptable, "NOT_ACCEPTABLE");
    }

    private static string Get(string query) => $"/graphql?query={Uri.EscapeDataString(query)}";
}
