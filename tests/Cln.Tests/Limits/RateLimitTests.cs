using System.Net.Http.Json;
using System.Text.Json;
using Cln.Host.Graph.Limits;
using GraphQL;
using Microsoft.Extensions.Time.Testing;

namespace Cln.Tests.Limits;

/// <summary>Requests cost points, and points come back with time.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task Every_answer_says_what_it_costs_and_what_one_may_cost()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();

        Assert.Equal("""{"requested":4,"allowed":6000}""", Cost(await reseller.SendAsync("{ balance { amount currency } }")));
        Assert.Equal("""{"requested":502,"allowed":6000}""", Cost(await reseller.SendAsync("{ ipLicenses(first: 100) { nodes { id ip createdAt } } }")));
        Assert.Equal("""{"requested":52,"allowed":6000}""", Cost(await reseller.SendAsync("query($n: Int) { ipLicenses(first: $n) { nodes { id ip createdAt } } }", new { n = 10 })));
        Assert.Equal("""{"requested":102,"allowed":6000}""", Cost(await reseller.SendAsync("query($n: Int) { ipLicenses(first: $n) { nodes { id ip createdAt } } }")));
        Assert.Equal("""{"requested":9,"allowed":6000}""", Cost(await reseller.SendAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids = new[] { "a", "b", "c" } })));
        Assert.Equal("""{"requested":302,"allowed":6000}""", Cost(await reseller.SendAsync("{ events(first: 100) { nodes { type } } }")));
        Assert.Equal("""{"requested":62,"allowed":6000}""", Cost(await reseller.SendAsync("{ events { nodes { type } } }")));
        Assert.Equal("""{"requested":6,"allowed":6000}""", Cost(await reseller.SendAsync("mutation { requestPasswordReset(input: { email: \"x@example.com\" }) { boolean errors { __typename } } }")));
    }

    [Fact]
    public async Task Who_has_spent_all_points_waits_until_there_are_enough_again_and_nobody_else_does()
    {
        await using var world = await World.StartAsync(settings: [("Graph:Limits:Points", "6000"), ("Graph:Limits:PointsPerSecond", "100")]);
        const string dear = "{ ipLicenses(first: 100) { nodes { id ip createdAt } } rateLimit { limit cost remaining resetAt } }";
        var reseller = await world.ResellerAsync();

        var first = (await reseller.SendAsync(dear)).Worked();
        Assert.Equal((6000, 508, 5492, World.Begins.AddSeconds(5.08)), (first.Number("rateLimit.limit"), first.Number("rateLimit.cost"), first.Number("rateLimit.remaining"), first.At("rateLimit.resetAt").GetDateTimeOffset()));
        for (var left = first; left.Number("rateLimit.remaining") >= 508;) left = (await reseller.SendAsync(dear)).Worked();

        var (status, retryAfter, code) = await PostAsync(world, reseller, dear);
        Assert.Equal((429, "RATE_LIMITED"), (status, code));
        Assert.Equal(1, retryAfter);
        (await (await world.ResellerAsync()).SendAsync(dear)).Worked();
        world.Clock.Advance(TimeSpan.FromSeconds(retryAfter));
        (await reseller.SendAsync(dear)).Worked();
    }

    [Fact]
    public async Task A_refused_request_costs_something_too()
    {
        await using var world = await World.StartAsync(settings: [("Graph:Limits:Points", "6000")]);
        var somebody = world.At("203.0.113.9");
        await somebody.SendAsync("{ nothing");
        await somebody.SendAsync("{ ...F } fragment F on Query { ...F }");

        Assert.Equal(6000 - (2 * 10) - 3, (await somebody.SendAsync("{ rateLimit { remaining } }")).Number("rateLimit.remaining"));
    }

    [Fact]
    public void There_is_a_bucket_for_each_token_session_address_and_network_and_never_more_than_so_many()
    {
        var buckets = new PointBuckets(new(), new FakeTimeProvider());
        for (var i = 0; i < PointBuckets.Most + 10; i++) buckets.Of(From($"10.{i / 65536}.{i / 256 % 256}.{i % 256}"));
        Assert.Equal(PointBuckets.Most, buckets.Count);

        Assert.Same(buckets.Of(From("2001:db8:0:1::1")), buckets.Of(From("2001:db8:0:1:ffff::9")));
        Assert.NotSame(buckets.Of(From("2001:db8:0:1::1")), buckets.Of(From("2001:db8:0:2::1")));
        Assert.Same(buckets.Of(From("::ffff:198.51.100.1")), buckets.Of(From("198.51.100.1")));
        Assert.NotSame(buckets.Of(Token(1)), buckets.Of(Token(2)));
        Assert.Same(buckets.Of(Token(1)), buckets.Of(Token(1)));
    }

    [Fact]
    public void Points_come_back_at_their_pace_and_never_become_more_than_there_may_be()
    {
        var clock = new FakeTimeProvider();
        var bucket = new PointBucket(most: 100, perSecond: 10, clock);

        bucket.Spend(100);
        var refused = Assert.Throws<Refusal>(() => bucket.Spend(15));
        Assert.Equal(("RATE_LIMITED", 2), (refused.Code, refused.RetryAfter));
        clock.Advance(TimeSpan.FromSeconds(2));
        bucket.Spend(15);
        bucket.SpendAtMost(50);
        Assert.Equal(0, bucket.State().Remaining);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(100, bucket.State().Remaining);
    }

    private static Caller From(string address) => new() { Address = System.Net.IPAddress.Parse(address) };

    private static Caller Token(long id)
    {
        var caller = From("198.51.100.7");
        caller.SignIn($"token:{id}", userId: 1, resellerId: 1, []);
        return caller;
    }

    private static string Cost(Answer answer) => answer.Worked().Json.GetProperty("extensions").GetProperty("cost").GetRawText();

    private static async Task<(int Status, int RetryAfter, string? Code)> PostAsync(World world, Api caller, string query)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(world.Address, "/graphql")) { Content = JsonContent.Create(new { query }), Headers = { Authorization = new("Bearer", caller.Bearer) } };
        using var response = await http.SendAsync(request);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, (int)response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, body.RootElement.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }
}
