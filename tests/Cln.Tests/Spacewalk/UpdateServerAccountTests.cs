namespace Cln.Tests.Spacewalk;

public sealed class UpdateServerAccountTests
{
    [Fact]
    public async Task What_is_left_out_stays_as_it_is()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 3);

        var updated = (await reseller.SendAsync(
            "mutation($id: ID!) { updateServerAccount(input: { id: $id, company: \" Hopper & Daughters \" }) { serverAccount { firstName company email limit } errors { ... on Error { code } } } }",
            new { id })).Worked("updateServerAccount");

        Assert.Equal("Hopper & Daughters", updated.Text("updateServerAccount.serverAccount.company"));
        Assert.Equal(
            ("Grace", "grace@shop.example", 3),
            (updated.Text("updateServerAccount.serverAccount.firstName"), updated.Text("updateServerAccount.serverAccount.email"), updated.Number("updateServerAccount.serverAccount.limit")));
    }

    [Fact]
    public async Task A_higher_limit_is_charged_and_a_lower_one_credited()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 10);

        (await reseller.SetLimitAsync(id, 5)).Worked("updateServerAccount");

        // Of 916.00, five licences come back for the 20 whole days after the 10th: 5 × 12.00 × 20 / 30.
        Assert.Equal("956.00", await reseller.BalanceAsync());

        (await reseller.SetLimitAsync(id, 10)).Worked("updateServerAccount");

        Assert.Equal("916.00", await reseller.BalanceAsync());
    }

    [Fact]
    public async Task A_limit_below_use_is_refused_with_both_numbers()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var id = await reseller.AccountAsync("web", 3);
        var key = await reseller.KeyAsync(id);
        (await world.RegisterAsync(key.Token, "web1.shop.example")).Worked("registerServer");
        (await world.RegisterAsync(key.Token, "web2.shop.example")).Worked("registerServer");
        var before = await reseller.BalanceAsync();

        var refused = await reseller.SetLimitAsync(id, 1);

        Assert.Equal("LIMIT_BELOW_USE", refused.Code("updateServerAccount"));
        Assert.Equal((1, 2), (refused.Number("updateServerAccount.errors.0.limit"), refused.Number("updateServerAccount.errors.0.used")));
        Assert.Equal(before, await reseller.BalanceAsync());
        Assert.Equal((3, 1, "36.00"), await reseller.SummaryAsync());
        Assert.Equal(2, (await reseller.SetLimitAsync(id, 2)).Worked("updateServerAccount").Number("updateServerAccount.serverAccount.used"));
    }

    [Fact]
    public async Task Another_resellers_account_is_no_account()
    {
        await using var world = await World.StartAsync();
        var owner = await world.ResellerAsync();
        var other = await world.ResellerAsync();
        var id = await owner.AccountAsync("web", 1);
        var key = await owner.KeyAsync(id);

        Assert.Equal("NOT_FOUND", (await other.SetLimitAsync(id, 5)).Code("updateServerAccount"));
        Assert.Equal("NOT_FOUND", (await other.RemoveAccountAsync(id)).Code("removeServerAccount"));
        Assert.Equal("NOT_FOUND", (await other.CreateKeyAsync(id)).Code("createKey"));
        Assert.Equal("NOT_FOUND", (await other.RemoveKeyAsync(key.Id)).Code("removeKey"));
        Assert.Equal("INVALID_ID", (await owner.SetLimitAsync(key.Id, 5)).Code("updateServerAccount"));
        var seen = (await other.SendAsync(
            "query($account: ID!, $key: ID!, $login: String!) { nodes(ids: [$account, $key]) { id } serverAccounts { totalCount } serverAccount(login: $login) { id } }",
            new { account = id, key = key.Id, login = $"IPR-{await owner.NumberAsync()}-web" })).Worked();
        Assert.True(seen.IsNull("nodes.0"));
        Assert.True(seen.IsNull("nodes.1"));
        Assert.Equal(0, seen.Number("serverAccounts.totalCount"));
        Assert.True(seen.IsNull("serverAccount"));
        Assert.Equal((1, 1, "12.00"), await owner.SummaryAsync());
    }
}
