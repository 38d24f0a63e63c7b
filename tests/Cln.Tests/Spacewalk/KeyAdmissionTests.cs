using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Spacewalk;

public sealed class KeyAdmissionTests
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("1-00000000000000000000000000000000")]
    public async Task An_unknown_key_admits_nobody(string key)
    {
        await using var world = await World.StartAsync();

        Assert.Equal("KEY_UNKNOWN", (await world.RegisterAsync(key, "web1.shop.example")).Code("registerServer"));
    }

    [EveryDatabase]
    public async Task The_last_licences_go_to_as_many_of_the_servers_that_ask_at_once(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 3);
        var keys = new[] { await reseller.KeyAsync(id), await reseller.KeyAsync(id) };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => world.RegisterAsync(keys[n % 2].Token, $"web{n}.shop.example")));

        Assert.Equal(3, answers.Count(answer => answer.Code("registerServer") is null));
        var refused = answers.Where(answer => answer.Code("registerServer") is not null).ToList();
        Assert.All(refused, answer => Assert.Equal(
            ("KEY_LIMIT_REACHED", 3, 3),
            (answer.Code("registerServer"), answer.Number("registerServer.errors.0.limit"), answer.Number("registerServer.errors.0.used"))));
        Assert.Equal((3, 0, "36.00"), await reseller.SummaryAsync());
    }

    [EveryDatabase]
    public async Task A_limit_lowered_while_servers_register_is_never_below_use(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 4);
        var key = await reseller.KeyAsync(id);

        var registering = Enumerable.Range(0, 4).Select(n => world.RegisterAsync(key.Token, $"web{n}.shop.example"));
        var lowering = Enumerable.Range(1, 3).Select(limit => reseller.SetLimitAsync(id, limit));
        var answers = await Task.WhenAll(registering.Zip(lowering.Append(reseller.SetLimitAsync(id, 2))).SelectMany(pair => new[] { pair.First, pair.Second }));

        var registered = answers.Count(answer => answer.Data.TryGetProperty("registerServer", out _) && answer.Code("registerServer") is null);
        var account = (await reseller.SendAsync("{ serverAccount(login: \"web\") { limit used } }")).Worked();
        Assert.Equal(registered, account.Number("serverAccount.used"));
        Assert.InRange(registered, 1, account.Number("serverAccount.limit"));
    }

    [EveryDatabase]
    public async Task A_key_removed_while_servers_register_leaves_none_of_them(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 4);
        var key = await reseller.KeyAsync(id);

        var removing = reseller.RemoveKeyAsync(key.Id);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => world.RegisterAsync(key.Token, $"web{n}.shop.example")));
        var removed = (await removing).Worked("removeKey");

        Assert.Equal(answers.Count(answer => answer.Code("registerServer") is null), removed.List("removeKey.unregisteredServers").Count);
        Assert.Equal((4, 4, "48.00"), await reseller.SummaryAsync());
    }

    [Fact]
    public async Task A_server_that_was_installed_again_takes_no_second_licence()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 1);
        var key = await reseller.KeyAsync(id);
        (await world.RegisterAsync(key.Token, "web1.shop.example")).Worked("registerServer");

        (await world.RegisterAsync(key.Token, "web1.shop.example")).Worked("registerServer");

        Assert.Equal("KEY_LIMIT_REACHED", (await world.RegisterAsync(key.Token, "web2.shop.example")).Code("registerServer"));
        Assert.Equal((1, 0, "12.00"), await reseller.SummaryAsync());
    }

    [Fact]
    public async Task A_key_is_compared_letter_by_letter()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var key = await reseller.KeyAsync(await reseller.AccountAsync("web", 1));

        Assert.Equal("KEY_UNKNOWN", (await world.RegisterAsync(key.Token.ToUpperInvariant(), "web1.shop.example")).Code("registerServer"));
    }
}
