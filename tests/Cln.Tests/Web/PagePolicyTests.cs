using System.Net;
using System.Text.RegularExpressions;
using Cln.Host.Demo;

namespace Cln.Tests.Web;

/// <summary>What a page of the console lets the browser do, and what it doesn't tell it.</summary>
public sealed class PagePolicyTests
{
    [Fact]
    public async Task The_first_page_has_no_script_in_its_markup_and_each_of_its_links_leads_somewhere()
    {
        await using var world = await World.StartAsync();
        using var response = await GetAsync(world, "/");
        var page = await response.Content.ReadAsStringAsync();

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Matches("script-src 'self'( https://[a-z.]+)*;", policy);
        Assert.DoesNotMatch("script-src[^;]*unsafe", policy);
        Assert.Contains("style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.All(Regex.Matches(page, "<script[^>]*>", RegexOptions.None, TimeSpan.FromSeconds(1)), script => Assert.Contains(" src=", script.Value, StringComparison.Ordinal));
        Assert.DoesNotContain("<style", page, StringComparison.OrdinalIgnoreCase);
        foreach (var link in Regex.Matches(page, "href=\"(?<path>/[^\"#]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => WebUtility.HtmlDecode(match.Groups["path"].Value)).Distinct())
        {
            using var led = await GetAsync(world, link);
            Assert.True((int)led.StatusCode is >= 200 and < 400, $"{link}: {(int)led.StatusCode}");
        }
    }

    [Fact]
    public async Task A_page_of_somebody_who_is_signed_in_is_kept_nowhere_and_has_no_secret_in_it()
    {
        await using var demo = await DemoWorld.StartAsync();
        var session = (await demo.World.Anonymous().SendAsync($"mutation {{ signIn(input: {{ login: \"{DemoData.Login}\", password: \"{DemoData.Password}\" }}) {{ session {{ token }} }} }}")).Text("signIn.session.token");
        using var response = await GetAsync(demo.World, "/settings/security", session);
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(DemoData.Login, page, StringComparison.Ordinal);
        Assert.DoesNotContain(session, page, StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Nobody_else_can_sign_a_person_out_or_in()
    {
        await using var demo = await DemoWorld.StartAsync();
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = demo.World.Address };
        var session = (await demo.World.Anonymous().SendAsync($"mutation {{ signIn(input: {{ login: \"{DemoData.Login}\", password: \"{DemoData.Password}\" }}) {{ session {{ token }} }} }}")).Text("signIn.session.token");
        using var signOut = new HttpRequestMessage(HttpMethod.Post, "/sign-out") { Headers = { { "Cookie", $"cln_session={session}" } }, Content = new FormUrlEncodedContent([]) };
        using var signIn = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Form.Login", DemoData.Login), new("Form.Password", DemoData.Password)]) };

        using var signedOut = await http.SendAsync(signOut);
        using var signedIn = await http.SendAsync(signIn);

        Assert.DoesNotContain(signedOut.Headers, header => header.Key == "Set-Cookie");
        Assert.Equal(DemoData.Login, (await demo.World.With(session).SendAsync("{ me { login } }")).Text("me.login"));
        Assert.Equal(HttpStatusCode.BadRequest, signedIn.StatusCode);
        Assert.DoesNotContain(signedIn.Headers, header => header.Key == "Set-Cookie" && string.Join(';', header.Value).Contains("cln_session", StringComparison.Ordinal));
    }

    private static async Task<HttpResponseMessage> GetAsync(World world, string path, string? session = null)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = world.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        if (session is not null) request.Headers.Add("Cookie", $"cln_session={session}");
        return await http.SendAsync(request);
    }
}
