using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests.Spacewalk;

public sealed class AddServerAccountTests
{
    [Fact]
    public async Task The_login_has_the_resellers_prefix_whether_it_was_typed_or_not()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var number = await reseller.NumberAsync();

        var bare = (await reseller.AddAccountAsync("Web", 0)).Worked("addServerAccount");
        var whole = (await reseller.AddAccountAsync($"IPR-{number}-shop", 0)).Worked("addServerAccount");

        Assert.Equal($"IPR-{number}-web", bare.Text("addServerAccount.serverAccount.login"));
        Assert.Equal($"IPR-{number}-shop", whole.Text("addServerAccount.serverAccount.login"));
        Assert.Equal("SERVER_ACCOUNT_LOGIN_TAKEN", (await reseller.AddAccountAsync($"IPR-{number}-WEB", 0)).Code("addServerAccount"));
        Assert.Equal("INVALID_INPUT", (await reseller.AddAccountAsync($"IPR-{number + 1}-web", 0)).Code("addServerAccount"));
        Assert.Equal(["shop", "web"], (await reseller.SendAsync("{ serverAccounts { nodes { login } } }")).List("serverAccounts.nodes").Select(node => node.GetProperty("login").GetString()!.Split('-')[2]));
    }

    [Fact]
    public async Task The_limit_is_charged_for_the_days_left_in_the_month()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();

        var account = (await reseller.AddAccountAsync("web", 10)).Worked("addServerAccount");

        Assert.Equal((10, 0), (account.Number("addServerAccount.serverAccount.limit"), account.Number("addServerAccount.serverAccount.used")));

        // From the 10th there are 21 of November's 30 days left: 10 × 12.00 × 21 / 30.
        Assert.Equal("916.00", await reseller.BalanceAsync());
        Assert.Equal((10, 10, "120.00"), await reseller.SummaryAsync());
    }

    [Theory]
    [InlineData("web", -1, "Grace", "grace@shop.example", "INVALID_INPUT", "limit")]
    [InlineData("web", 10_001, "Grace", "grace@shop.example", "INVALID_INPUT", "limit")]
    [InlineData("web", 1, " ", "grace@shop.example", "INVALID_INPUT", "firstName")]
    [InlineData("web", 1, "Grace", "grace", "INVALID_INPUT", "email")]
    [InlineData("", 1, "Grace", "grace@shop.example", "INVALID_INPUT", "login")]
    [InlineData("web", 1000, "Grace", "grace@shop.example", "INSUFFICIENT_FUNDS", null)]
    public async Task What_is_refused_changes_nothing(string login, int limit, string firstName, string email, string code, string? field)
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();

        var refused = await reseller.AddAccountAsync(login, limit, firstName, email);

        Assert.Equal((200, code), (refused.Status, refused.Code("addServerAccount")));
        if (field is not null) Assert.Equal(field, refused.Text("addServerAccount.errors.0.field"));
        Assert.Equal("1000.00", await reseller.BalanceAsync());
        Assert.Equal((0, 0, "0.00"), await reseller.SummaryAsync());
    }

    [EveryDatabase]
    public async Task One_login_asked_for_five_times_at_once_is_added_and_charged_once(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.ResellerAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => reseller.AddAccountAsync("web", 10)));

        Assert.Equal(
            [null, .. Enumerable.Repeat("SERVER_ACCOUNT_LOGIN_TAKEN", 4)],
            answers.Select(answer => answer.Code("addServerAccount")).Order(StringComparer.Ordinal));
        Assert.Equal("916.00", await reseller.BalanceAsync());
    }

    [EveryDatabase]
    public async Task One_call_sent_five_times_at_once_with_one_idempotency_key_answers_the_same_account(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.ResellerAsync();
        var key = World.Key();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => reseller.AddAccountAsync("web", 10, key: key)));

        var done = answers.Where(answer => answer.Code("addServerAccount") is null).ToList();
        Assert.Single(done.Select(answer => answer.Text("addServerAccount.serverAccount.id")).Distinct());
        Assert.All(answers.Except(done), answer => Assert.Equal("IDEMPOTENCY_IN_PROGRESS", answer.Code("addServerAccount")));
        Assert.Equal("IDEMPOTENCY_KEY_REUSED", (await reseller.AddAccountAsync("web", 11, key: key)).Code("addServerAccount"));
        Assert.Equal("916.00", await reseller.BalanceAsync());
    }
}
