using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Events;

public sealed class EventLogTests
{
    private const string Add = "mutation($ip: IpAddress!) { addIpLicense(input: { ip: $ip, type: \"KERNELCARE\" }) { ipLicense { id } errors { ... on Error { code } } } }";

    [EveryDatabase]
    public async Task A_subscriber_that_comes_back_goes_on_where_it_stopped_without_a_gap_or_a_repetition(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.ResellerAsync();
        var start = (await reseller.SendAsync("{ events(first: 100) { pageInfo { endCursor } } }")).Worked().Text("events.pageInfo.endCursor");
        List<string> seen = [];
        await using (var first = await reseller.SubscribeAsync($"subscription {{ events(after: \"{start}\") {{ cursor type }} }}"))
        {
            await AddAsync(reseller, 0, 10);
            seen.AddRange(Cursors(await first.AtLeastAsync(5)).Take(5));
        }

        await AddAsync(reseller, 10, 10);
        await using var second = await reseller.SubscribeAsync($"subscription {{ events(after: \"{seen[^1]}\") {{ cursor type }} }}");
        var all = (await reseller.SendAsync("query($after: String) { events(first: 100, after: $after) { nodes { cursor } } }", new { after = start })).Worked().List("events.nodes").Select(node => node.GetProperty("cursor").GetString()!).ToList();
        seen.AddRange(Cursors(await second.AtLeastAsync(all.Count - 5)));
        Assert.Equal(all, seen);
    }

    [EveryDatabase]
    public async Task Changes_that_are_made_at_once_have_one_unbroken_sequence(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.ResellerAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => AddAsync(reseller, i, 1)));
        var added = (await reseller.SendAsync("{ events(first: 100) { totalCount nodes { type subject { __typename id } } } }")).Worked();
        Assert.Equal(added.Number("events.totalCount"), added.List("events.nodes").Count);
        Assert.Equal(20, added.List("events.nodes").Count(node => node.GetProperty("type").GetString() == "IpLicenseAdded" && node.GetProperty("subject").GetProperty("__typename").GetString() == "IpLicense"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ZXZlbnQ6LTE")]
    public async Task A_cursor_that_is_none_is_refused(string cursor)
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        Assert.Equal(["INVALID_CURSOR"], (await reseller.SendAsync("query($after: String) { events(after: $after) { totalCount } }", new { after = cursor })).Codes);
    }

    private static async Task AddAsync(Api reseller, int from, int count)
    {
        for (var i = from; i < from + count; i++) (await reseller.SendAsync(Add, new { ip = $"198.51.100.{i + 1}" })).Worked("addIpLicense");
    }

    private static IEnumerable<string> Cursors(IReadOnlyList<System.Text.Json.JsonElement> heard) => heard.Select(data => data.GetProperty("events").GetProperty("cursor").GetString()!);
}
