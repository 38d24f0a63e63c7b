using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;

namespace Cln.Tests.Transport;

public sealed class CrossSiteTests
{
    [Theory]
    [InlineData("GET", "cookie", null, null, false)]
    [InlineData("GET", "cookie", null, "none", false)]
    [InlineData("GET", "cookie", null, "same-site", false)]
    [InlineData("GET", "cookie", null, "same-origin", true)]
    [InlineData("GET", "cookie+preflight", null, null, true)]
    [InlineData("GET", "cookie+preflight", "https://evil.example", null, false)]
    [InlineData("GET", "token", "https://evil.example", "cross-site", true)]
    [InlineData("GET", "none", "https://evil.example", "cross-site", true)]
    [InlineData("POST", "cookie", null, null, true)]
    [InlineData("POST", "cookie", "own", "same-origin", true)]
    [InlineData("POST", "cookie", "own", null, true)]
    [InlineData("POST", "cookie", "null", null, false)]
    [InlineData("POST", "cookie", "https://evil.example", null, false)]
    [InlineData("POST", "cookie", "own", "cross-site", false)]
    [InlineData("POST", "cookie", null, "cross-site", false)]
    [InlineData("POST", "cookie+token", "https://evil.example", "cross-site", true)]
    public async Task A_request_with_a_session_comes_from_this_site_and_says_so(string method, string credentials, string? origin, string? site, bool passes)
    {
        await using var host = await ToyHost.StartAsync();
        using var request = new HttpRequestMessage(new(method), method == "GET" ? "/graphql?query=%7Bhello%7D" : "/graphql");
        if (method == "POST") request.Content = new StringContent("""{"query":"{ hello }"}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        if (credentials.Contains("cookie", StringComparison.Ordinal)) request.Headers.Add("Cookie", "cln_session=x");
        if (credentials.Contains("preflight", StringComparison.Ordinal)) request.Headers.Add("GraphQL-Preflight", "1");
        if (credentials.Contains("token", StringComparison.Ordinal)) request.Headers.Authorization = new("Bearer", "x");
        if (origin is not null) request.Headers.Add("Origin", origin == "own" ? host.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) : origin);
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);

        using var response = await host.Http.SendAsync(request);

        Assert.Equal(passes ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(!passes, (await response.Content.ReadAsStringAsync()).Contains("CROSS_SITE_REQUEST", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, null, false)]
    [InlineData(true, "https://evil.example", false)]
    [InlineData(true, "own", true)]
    [InlineData(false, "https://evil.example", true)]
    [InlineData(false, null, true)]
    public async Task A_socket_with_a_session_has_an_origin_of_this_site(bool cookie, string? origin, bool passes)
    {
        await using var host = await ToyHost.StartAsync();

        var connecting = host.ConnectAsync(options =>
        {
            if (cookie) options.SetRequestHeader("Cookie", "cln_session=x");
            if (origin is not null) options.SetRequestHeader("Origin", origin == "own" ? host.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) : origin);
        });

        if (passes)
            await (await connecting).GreetAsync();
        else
            Assert.Contains("403", (await Assert.ThrowsAsync<WebSocketException>(() => connecting)).Message, StringComparison.Ordinal);
    }
}
