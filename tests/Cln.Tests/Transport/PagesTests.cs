using System.Net;
using System.Net.Http.Headers;
using Cln.Host.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cln.Tests.Transport;

public sealed class PagesTests
{
    [NodeFact]
    public async Task A_browser_at_graphql_is_led_to_the_ide_that_the_build_brought()
    {
        await using var host = await ToyHost.StartAsync();

        using var led = await GetPageAsync(host, "/graphql");
        using var page = await GetPageAsync(host, "/graphql/");
        var html = await page.Content.ReadAsStringAsync();
        var script = html.Split("src=\"").Last(part => part.StartsWith("static/", StringComparison.Ordinal)).Split('"')[0];
        using var asset = await host.Http.GetAsync("/graphql/" + script);
        using var licence = await host.Http.GetAsync("/graphql/LICENSE");

        Assert.Equal((HttpStatusCode.Redirect, "/graphql/"), (led.StatusCode, led.Headers.Location!.ToString()));
        Assert.Contains("Banana Cake Pop", html, StringComparison.Ordinal);
        Assert.Contains("<script src=\"examples.js\"></script></body>", html, StringComparison.Ordinal);
        Assert.Equal("text/javascript", asset.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", asset.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Contains("ChilliCream License", await licence.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("connect-src 'self';", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_brings_a_query_gets_its_answer()
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await GetPageAsync(host, "/graphql?query=%7Bhello%7D");

        Assert.Equal("""{"data":{"hello":"world"}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_ide_finds_its_endpoint_by_the_address_in_the_browser()
    {
        await using var host = await ToyHost.StartAsync();

        Assert.Equal("""{"useBrowserUrlAsEndpoint":true}""", await host.Http.GetStringAsync("/graphql/bcp-config.json"));
    }

    [Fact]
    public async Task Without_the_ide_the_page_says_what_is_missing_and_how_to_get_it()
    {
        await using var host = await ToyHost.StartAsync(configure: services => services.AddSingleton(new Ide("/no/such/folder")));

        using var page = await GetPageAsync(host, "/graphql/");
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("npm", html, StringComparison.Ordinal);
        Assert.Contains("dotnet build src/Host", html, StringComparison.Ordinal);
        using var answer = await host.PostAsync(new { query = "{ hello }" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/graphql/no/such/file.js")]
    [InlineData("/graphql/..%2fCln.Host.dll")]
    [InlineData("/graphql/%2e%2e/%2e%2e/etc/passwd")]
    public async Task Nothing_outside_of_the_ides_folder_is_served(string path)
    {
        await using var host = await ToyHost.StartAsync();

        using var response = await host.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task The_schema_is_a_file_that_a_client_need_not_fetch_twice()
    {
        await using var host = await ToyHost.StartAsync();

        using var first = await host.Http.GetAsync("/graphql/schema.graphql");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await host.Http.SendAsync(request);

        Assert.Contains("type Subscription", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotModified, ""), (second.StatusCode, await second.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_host_is_live_while_it_answers_and_ready_when_its_checks_pass()
    {
        var check = new Switch();
        await using var host = await ToyHost.StartAsync(configure: services => services.AddHealthChecks().AddCheck("database", check));

        Assert.Equal("""{"status":"Healthy","checks":{"database":"Healthy","host":"Healthy"}}""", await host.Http.GetStringAsync("/health/ready"));
        check.Verdict = HealthCheckResult.Unhealthy("The password is hunter2.");
        using var ready = await host.Http.GetAsync("/health/ready");
        using var live = await host.Http.GetAsync("/health/live");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (ready.StatusCode, live.StatusCode));
        Assert.Equal("""{"status":"Unhealthy","checks":{"database":"Unhealthy","host":"Healthy"}}""", await ready.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> GetPageAsync(ToyHost host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        return await host.Http.SendAsync(request);
    }

    private sealed class Switch : IHealthCheck
    {
        public HealthCheckResult Verdict { get; set; } = HealthCheckResult.Healthy();

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Verdict);
    }
}
