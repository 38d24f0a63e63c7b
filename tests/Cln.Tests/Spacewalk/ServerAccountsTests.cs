namespace Cln.Tests.Spacewalk;

public sealed class ServerAccountsTests
{
    private const string Counts = "{ serverAccounts(first: 100) { totalCount nodes { login limit used } } }";

    [Fact]
    public async Task Counting_the_servers_of_many_accounts_costs_as_many_commands_as_of_one()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        await AddAsync("a");
        var one = await SqlCommands.CountAsync(world, () => reseller.SendAsync(Counts));
        foreach (var login in new[] { "b", "c", "d", "e" }) await AddAsync(login);

        Answer? answer = null;
        var many = await SqlCommands.CountAsync(world, async () => answer = await reseller.SendAsync(Counts));

        Assert.InRange(one, 1, many);
        Assert.Equal(one, many);
        Assert.Equal(5, answer!.Worked().Number("serverAccounts.totalCount"));
        Assert.All(answer.List("serverAccounts.nodes"), node => Assert.Equal((2, 1), (node.GetProperty("limit").GetInt32(), node.GetProperty("used").GetInt32())));

        async Task AddAsync(string login)
        {
            var key = await reseller.KeyAsync(await reseller.AccountAsync(login, 2));
            (await world.RegisterAsync(key.Token, $"{login}.shop.example")).Worked("registerServer");
        }
    }

    [Fact]
    public async Task Counting_the_servers_of_many_keys_costs_as_many_commands_as_of_one()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 5);
        const string usage = "{ serverAccount(login: \"web\") { keys(first: 100) { nodes { token usage serverAccount { login } } } } }";
        (await world.RegisterAsync((await reseller.KeyAsync(id)).Token, "web1.shop.example")).Worked("registerServer");
        var one = await SqlCommands.CountAsync(world, () => reseller.SendAsync(usage));
        for (var n = 2; n <= 5; n++) (await world.RegisterAsync((await reseller.KeyAsync(id)).Token, $"web{n}.shop.example")).Worked("registerServer");

        Answer? answer = null;
        var many = await SqlCommands.CountAsync(world, async () => answer = await reseller.SendAsync(usage));

        Assert.Equal(one, many);
        Assert.Equal([1, 1, 1, 1, 1], answer!.Worked().List("serverAccount.keys.nodes").Select(key => key.GetProperty("usage").GetInt32()));
    }

    [Fact]
    public async Task They_are_filtered_and_ordered_by_what_the_list_shows()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        foreach (var (login, limit) in new[] { ("b", 1), ("c", 3), ("a", 2) }) await reseller.AccountAsync(login, limit);

        var byLogin = (await reseller.SendAsync("{ serverAccounts(order: [{ login: ASC }]) { nodes { login } } }")).Worked();
        var large = (await reseller.SendAsync("{ reseller { serverAccounts(where: { limit: { gt: 1 } }, order: [{ limit: DESC }]) { nodes { login } } } }")).Worked();

        Assert.Equal(["a", "b", "c"], byLogin.List("serverAccounts.nodes").Select(Name));
        Assert.Equal(["c", "a"], large.List("reseller.serverAccounts.nodes").Select(Name));

        static string Name(System.Text.Json.JsonElement node) => node.GetProperty("login").GetString()!.Split('-')[2];
    }

    [Fact]
    public async Task Rights_are_asked_for_field_by_field()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 1);
        var token = (await reseller.SendAsync("mutation { createApiToken(input: { name: \"monitor\", scopes: [\"servers:read\"] }) { secret errors { ... on Error { code } } } }")).Worked("createApiToken");
        var monitor = world.With(token.Text("createApiToken.secret"));

        Assert.Equal(1, (await monitor.SendAsync("{ serverAccountsSummary { totalLicenses } }")).Worked().Number("serverAccountsSummary.totalLicenses"));
        Assert.Equal("FORBIDDEN", Assert.Single((await monitor.SendAsync("{ serverAccountsSummary { monthlyCost } }")).Codes));
        Assert.Equal("FORBIDDEN", (await monitor.CreateKeyAsync(id)).Codes[0]);
        Assert.Equal("UNAUTHENTICATED", Assert.Single((await world.Anonymous().SendAsync("{ serverAccounts { totalCount } }")).Codes));
    }
}
