using Cln.Host.Graph;
using Cln.Host.Graph.Limits;
using GraphQL;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Limits;

/// <summary>A document that has been validated once isn't validated again; what depends on the request is looked at every time.</summary>
public sealed class GraphDocumentsTests
{
    private const string Licenses = "query($n: Int) { ipLicenses(first: $n) { nodes { ip } } }";

    [Fact]
    public async Task A_valid_document_is_kept_and_an_invalid_one_is_not()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var documents = world.Services.GetRequiredService<GraphDocuments>();
        Assert.False(documents.Read(Request("{ me { login } }")).IsValid);

        (await reseller.SendAsync("{ me { login } }")).Worked();
        await reseller.SendAsync("{ me { nothing } }");

        var kept = documents.Read(Request("{ me { login } }"));
        Assert.True(kept.IsValid);
        Assert.Same(kept.Document, documents.Read(Request("{ me { login } }")).Document);
        Assert.False(documents.Read(Request("{ me { nothing } }")).IsValid);
        Assert.False(documents.Read(Request("{ me { login } }", "Other")).IsValid);
    }

    [Fact]
    public async Task Rights_variables_and_rows_are_checked_on_a_kept_document_too()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        for (var i = 0; i < 2; i++)
        {
            (await reseller.SendAsync(Licenses, new { n = 5 })).Worked();
            Assert.Equal(["UNAUTHENTICATED"], (await world.Anonymous().SendAsync(Licenses, new { n = 5 })).Codes);
            Assert.Equal(["INVALID_INT"], (await reseller.SendAsync(Licenses, new { n = "five" })).Codes);
            Assert.Equal(["PAGE_OUT_OF_RANGE"], (await reseller.SendAsync(Licenses, new { n = 0 })).Codes);
        }

        Assert.True(world.Services.GetRequiredService<GraphDocuments>().Read(Request(Licenses)).IsValid);
    }

    [Fact]
    public async Task A_kept_document_answers_as_it_did_the_first_time()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        const string query = "query($more: Boolean!, $limit: Int = 3) { me { login role @include(if: $more) } ipLicenses(first: $limit) { totalCount ...P } } fragment P on IpLicenseConnection { pageInfo { hasNextPage } }";

        var first = (await reseller.SendAsync(query, new { more = true })).Worked();
        Assert.Equal(first.Json.ToString(), (await reseller.SendAsync(query, new { more = true })).Json.ToString());
        Assert.False((await reseller.SendAsync(query, new { more = false })).At("me").TryGetProperty("role", out _));
    }

    [Fact]
    public void No_more_is_kept_than_may_be_and_what_was_used_last_is()
    {
        var kept = new LeastRecent<int, string>(entries: 3, weight: 10);
        kept.Add(1, "one", 1);
        kept.Add(2, "two", 1);
        kept.Add(3, "three", 1);
        Assert.True(kept.TryGet(1, out _));

        kept.Add(4, "four", 1);
        Assert.Equal([true, false, true, true], Enumerable.Range(1, 4).Select(key => kept.TryGet(key, out _)));
        kept.Add(5, "heavy", 9);
        Assert.Equal([false, false, false, true, true], Enumerable.Range(1, 5).Select(key => kept.TryGet(key, out _)));
        kept.Add(6, "too heavy", 11);
        Assert.Equal((2, false), (kept.Count, kept.TryGet(6, out _)));
    }

    private static GraphRequest Request(string query, string? operation = null) => new(query, operation, null, null);
}
