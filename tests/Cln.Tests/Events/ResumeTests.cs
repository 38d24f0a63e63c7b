using System.Text.Json;
using Cln.Data;
using Cln.Events;
using Cln.Host.Data;
using Cln.Tests.Data;
using Cln.Tests.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Events;

/// <summary>Subscriptions whose connections break.</summary>
public sealed class ResumeTests
{
    private const int Count = 1000;

    [EveryDatabase(NeedsNode = true)]
    public async Task A_thousand_events_are_heard_once_and_in_order_over_connections_that_are_cut_on_hosts_that_take_turns(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        await using var beside = kind == DatabaseKind.Sqlite ? null : await world.BesideAsync();
        var api = await world.ResellerAsync();
        var start = await CursorAsync(api);
        string[] urls = [.. new[] { world, beside }.OfType<World>().Select(host => new Uri(host.Address, "/graphql").AbsoluteUri)];

        var hearing = NodeClients.RunAsync("resume.js", [api.Bearer!, start, $"{Count}", .. urls]);
        for (var told = 0; told < Count; told += 10) await TellAsync(told % 20 == 0 ? world : beside ?? world, told);
        using var heard = JsonDocument.Parse(await hearing);

        var all = await AllAsync(api, start);
        Assert.Equal(Count, all.Count);
        Assert.Equal(all, Texts(heard.RootElement.GetProperty("socket")));
        Assert.Equal(all, Texts(heard.RootElement.GetProperty("events")));
    }

    [Fact]
    public async Task What_happens_between_asking_for_the_place_and_subscribing_is_heard_by_every_subscription()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var place = await CursorAsync(api);
        (await api.SendAsync("""mutation { addIpLicense(input: { ip: "198.51.100.9", type: "KERNELCARE" }) { ipLicense { id } errors { ... on Error { code } } } }""")).Worked("addIpLicense");
        (await api.SendAsync("mutation($key: IdempotencyKey!) { topUp(input: { amount: \"10.00\", idempotencyKey: $key }) { payment { id } errors { ... on Error { code } } } }", new { key = World.Key() })).Worked("topUp");

        await using var licences = await api.SubscribeAsync($$"""subscription { ipLicensesChanged(after: "{{place}}") { ip } }""");
        await using var payments = await api.SubscribeAsync($$"""subscription { paymentChanged(after: "{{place}}") { amount } }""");
        await using var invoices = await api.SubscribeAsync($$"""subscription { invoiceIssued(after: "{{place}}") { type } }""");

        Assert.Equal("198.51.100.9", (await licences.AtLeastAsync(1))[0].GetProperty("ipLicensesChanged").GetProperty("ip").GetString());
        Assert.Equal("10.00", (await payments.AtLeastAsync(1))[0].GetProperty("paymentChanged").GetProperty("amount").GetString());
        Assert.Equal("PAYMENT_RECEIVED", (await invoices.AtLeastAsync(1))[0].GetProperty("invoiceIssued").GetProperty("type").GetString());
    }

    private static async Task TellAsync(World world, int number)
    {
        await using var scope = world.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(
            () =>
            {
                for (var i = 0; i < 10; i++)
                {
                    var hostname = $"host{number + i}.example";
                    db.Tell(() => new ServerUnregistered(1, number + i, hostname));
                }

                return Task.FromResult(true);
            },
            CancellationToken.None);
    }

    private static async Task<string> CursorAsync(Api api) => (await api.SendAsync("{ eventsCursor }")).Worked().Text("eventsCursor");

    private static async Task<List<string>> AllAsync(Api api, string start)
    {
        List<string> all = [];
        for (string? after = start; after is not null;)
        {
            var page = (await api.SendAsync("query($after: String) { events(first: 100, after: $after) { nodes { cursor } pageInfo { endCursor hasNextPage } } }", new { after })).Worked();
            all.AddRange(page.List("events.nodes").Select(row => row.GetProperty("cursor").GetString()!));
            after = page.At("events.pageInfo.hasNextPage").GetBoolean() ? page.Text("events.pageInfo.endCursor") : null;
        }

        return all;
    }

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(text => text.GetString()!);
}
