using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Idempotency;

public sealed class IdempotencyTests
{
    private const string Add = "mutation($ip: IpAddress!, $key: IdempotencyKey!) { addIpLicense(input: { ip: $ip, type: \"KERNELCARE\", idempotencyKey: $key }) { ipLicense { id } errors { __typename ... on Error { code message } } } }";
    private const string TopUp = "mutation($amount: Money!, $key: IdempotencyKey!) { topUp(input: { amount: $amount, idempotencyKey: $key }) { payment { id state } errors { __typename ... on Error { code message } } } }";

    [EveryDatabase]
    public async Task A_licence_that_is_asked_for_five_times_at_once_with_one_key_is_added_once_and_answered_five_times(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.ResellerAsync();
        var key = World.Key();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => reseller.SendAsync(Add, new { ip = "198.51.100.1", key })));

        Assert.Single(answers.Select(answer => answer.Worked("addIpLicense").Text("addIpLicense.ipLicense.id")).Distinct());
        var after = (await reseller.SendAsync("{ ipLicenses(first: 10) { totalCount } ledgerEntries(first: 10) { totalCount } }")).Worked();
        Assert.Equal((1, 2), (after.Number("ipLicenses.totalCount"), after.Number("ledgerEntries.totalCount")));
    }

    [EveryDatabase]
    public async Task A_top_up_that_is_sent_five_times_at_once_with_one_key_takes_the_money_once(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.ResellerAsync();
        var key = World.Key();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => reseller.SendAsync(TopUp, new { amount = "25.00", key })));

        Assert.Single(answers.Select(answer => answer.Worked("topUp").Text("topUp.payment.id")).Distinct());
        Assert.Equal("1025.00", (await reseller.SendAsync("{ balance { amount } }")).Text("balance.amount"));
    }

    [Fact]
    public async Task Another_input_with_a_used_key_is_refused_and_does_nothing()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var key = World.Key();
        (await reseller.SendAsync(Add, new { ip = "198.51.100.1", key })).Worked("addIpLicense");
        Assert.Equal("IDEMPOTENCY_KEY_REUSED", (await reseller.SendAsync(Add, new { ip = "198.51.100.2", key })).Code("addIpLicense"));
        (await reseller.SendAsync(TopUp, new { amount = "25.00", key })).Worked("topUp");
        Assert.Equal("IDEMPOTENCY_KEY_REUSED", (await reseller.SendAsync(TopUp, new { amount = "25.01", key })).Code("topUp"));
        Assert.Equal(1, (await reseller.SendAsync("{ ipLicenses(first: 10) { totalCount } }")).Number("ipLicenses.totalCount"));
    }

    [Fact]
    public async Task The_same_key_of_another_reseller_is_another_key()
    {
        await using var world = await World.StartAsync();
        var key = World.Key();
        var first = await (await world.ResellerAsync()).SendAsync(Add, new { ip = "198.51.100.1", key });
        var second = await (await world.ResellerAsync()).SendAsync(Add, new { ip = "198.51.100.2", key });
        Assert.NotEqual(first.Worked("addIpLicense").Text("addIpLicense.ipLicense.id"), second.Worked("addIpLicense").Text("addIpLicense.ipLicense.id"));
    }

    [Fact]
    public async Task A_refusal_stays_refused_for_its_key_when_the_reason_is_gone_and_a_new_key_succeeds()
    {
        await using var world = await World.StartAsync();
        var (taker, reseller) = (await world.ResellerAsync(), await world.ResellerAsync());
        var taken = (await taker.SendAsync(Add, new { ip = "198.51.100.1", key = World.Key() })).Worked("addIpLicense").Text("addIpLicense.ipLicense.id");
        var key = World.Key();
        Assert.Equal("IP_TAKEN", (await reseller.SendAsync(Add, new { ip = "198.51.100.1", key })).Code("addIpLicense"));
        (await taker.SendAsync("mutation($id: ID!) { removeIpLicenses(input: { ids: [$id] }) { errors { ... on Error { code } } } }", new { id = taken })).Worked("removeIpLicenses");

        var replayed = await reseller.SendAsync(Add, new { ip = "198.51.100.1", key });
        Assert.Equal("IP_TAKEN", replayed.Code("addIpLicense"));
        Assert.Equal("IpTaken", replayed.Text("addIpLicense.errors.0.__typename"));
        (await reseller.SendAsync(Add, new { ip = "198.51.100.1", key = World.Key() })).Worked("addIpLicense");
    }

    [Fact]
    public async Task A_replay_says_that_it_is_one_and_when_the_first_call_came()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        const string twice = """
            mutation {
              first: addIpLicense(input: { ip: "198.51.100.7", type: "KERNELCARE", idempotencyKey: "one-key-for-both" }) { ipLicense { id } }
              second: addIpLicense(input: { ip: "198.51.100.7", type: "KERNELCARE", idempotencyKey: "one-key-for-both" }) { ipLicense { id } }
            }
            """;
        var answer = (await reseller.SendAsync(twice)).Worked();
        Assert.Equal(answer.Text("first.ipLicense.id"), answer.Text("second.ipLicense.id"));
        var told = answer.Json.GetProperty("extensions").GetProperty("idempotency");
        Assert.True(told.GetProperty("replayed").GetBoolean());
        Assert.Equal("second", Assert.Single(told.GetProperty("fields").EnumerateArray()).GetString());
        Assert.Equal(world.Clock.GetUtcNow(), told.GetProperty("firstSeenAt").GetDateTimeOffset());
        Assert.False((await reseller.SendAsync("{ balance { amount } }")).Json.GetProperty("extensions").TryGetProperty("idempotency", out _));
    }

    [Fact]
    public async Task A_removal_that_is_sent_again_removes_nothing_more()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var added = (await reseller.SendAsync("""mutation { addIpLicense(input: { ip: "198.51.100.7", type: "KERNELCARE" }) { ipLicense { id } } }""")).Worked().Text("addIpLicense.ipLicense.id");
        const string remove = """mutation($id: ID!) { removeIpLicenses(input: { ids: [$id], idempotencyKey: "removed-only-once" }) { ipLicenses { ip } errors { ... on Error { code } } } }""";
        Assert.Equal("198.51.100.7", (await reseller.SendAsync(remove, new { id = added })).Worked("removeIpLicenses").Text("removeIpLicenses.ipLicenses.0.ip"));
        Assert.Empty((await reseller.SendAsync(remove, new { id = added })).Worked("removeIpLicenses").List("removeIpLicenses.ipLicenses"));
    }
}
