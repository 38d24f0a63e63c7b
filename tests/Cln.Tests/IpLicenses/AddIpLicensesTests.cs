using Cln.Tests.Billing;

namespace Cln.Tests.IpLicenses;

public sealed class AddIpLicensesTests(TwoResellers two) : IClassFixture<TwoResellers>
{
    [Fact]
    public async Task Each_licence_has_an_answer_in_the_order_of_the_call()
    {
        await two.Theirs.LicensedAsync("203.0.113.1");
        var owned = await two.Mine.LicensedAsync("203.0.113.2");

        var answer = (await two.Mine.AddLicensesAsync(
        [
            ("203.0.113.1", "KERNELCARE"), ("203.0.113.2", "KERNELCARE"), ("203.0.113.3", "NOTHING"), ("203.0.113.4", "KERNELCARE"), ("203.0.113.4", "KERNELCARE"), ("203.0.113.4", "CLOUDLINUX_OS"),
        ])).Worked("addIpLicenses");

        var results = answer.List("addIpLicenses.addIpLicenseResults");
        Assert.Equal(["IP_TAKEN", null, "UNKNOWN_LICENSE_TYPE", null, null, null], results.Select(Code));
        Assert.Equal([null, "203.0.113.2", null, "203.0.113.4", "203.0.113.4", "203.0.113.4"], results.Select(result => Of(result, "ip")));
        Assert.Equal(owned, Of(results[1], "id"));
        Assert.Equal(Of(results[3], "id"), Of(results[4], "id"));
        Assert.NotEqual(Of(results[3], "id"), Of(results[5], "id"));
    }

    [Fact]
    public async Task One_that_the_balance_does_not_cover_leaves_the_others_as_they_are()
    {
        var poor = await two.World.ResellerAsync("silver");
        var dear = Enumerable.Range(0, 36).Select(i => ($"203.0.113.{100 + i}", "IMUNIFY360_UNLIMITED"));

        var results = (await poor.AddLicensesAsync([.. dear, ("203.0.113.200", "KERNELCARE")])).Worked("addIpLicenses").List("addIpLicenses.addIpLicenseResults");

        // 28.00 each: 35 of them are 980.00 of 1000.00; then 2.06 still fits.
        Assert.Equal(35, results.Take(36).Count(result => Code(result) is null));
        Assert.Equal("INSUFFICIENT_FUNDS", Code(results[35]));
        Assert.Null(Code(results[36]));
        Assert.Equal("17.94", await poor.BalanceAsync());
        Assert.Equal(36, (await poor.SendAsync("{ ipLicenses { totalCount } }")).Number("ipLicenses.totalCount"));
    }

    [Fact]
    public async Task The_same_call_again_answers_the_same_and_adds_nothing()
    {
        var (key, licenses) = (World.Key(), new[] { ("203.0.113.10", "KERNELCARE"), ("203.0.113.11", "NOTHING") });
        var first = (await two.Mine.AddLicensesAsync(licenses, key)).Worked("addIpLicenses");
        var balance = await two.Mine.BalanceAsync();

        var again = (await two.Mine.AddLicensesAsync(licenses, key)).Worked("addIpLicenses");
        var other = await two.Mine.AddLicensesAsync([("203.0.113.12", "KERNELCARE")], key);

        Assert.Equal(first.At("addIpLicenses").ToString(), again.At("addIpLicenses").ToString());
        Assert.Equal("IDEMPOTENCY_KEY_REUSED", other.Code("addIpLicenses"));
        Assert.Equal(balance, await two.Mine.BalanceAsync());
    }

    [Fact]
    public async Task Ten_thousand_are_taken_and_removed_at_once_in_a_handful_of_postings_and_one_more_is_refused()
    {
        var rich = await two.World.ResellerAsync("platinum");
        await rich.TopUpAsync("40000.00");
        var licenses = Enumerable.Range(0, 10_001).Select(i => ($"10.{70 + i / 65536}.{i / 256 % 256}.{i % 256}", i % 2 == 0 ? "KERNELCARE" : "IMUNIFY_AV_PLUS")).ToList();
        Assert.Equal("INVALID_INPUT", (await rich.AddLicensesAsync(licenses)).Code("addIpLicenses"));
        Assert.Empty(await rich.LicensedIpsAsync("first: 1"));
        var before = (Balance: await rich.BalanceAsync(), Postings: await PostingsAsync(rich));

        var added = (await rich.AddLicensesAsync(licenses.Take(10_000))).Worked("addIpLicenses").List("addIpLicenses.addIpLicenseResults");
        Assert.All(added, result => Assert.Null(Code(result)));
        Assert.Equal(10_000, (await rich.SendAsync("{ ipLicenses { totalCount } }")).Number("ipLicenses.totalCount"));
        Assert.Equal(2, await PostingsAsync(rich) - before.Postings);

        var removed = await rich.SendAsync("mutation($ids: [ID!]!) { removeIpLicenses(input: { ids: $ids }) { ipLicenses { ip } errors { ... on Error { code } } } }", new { ids = added.Select(result => Of(result, "id")) });
        Assert.Equal(licenses.Take(10_000).Select(license => license.Item1), removed.Worked("removeIpLicenses").List("removeIpLicenses.ipLicenses").Select(license => license.GetProperty("ip").GetString()));
        Assert.Equal(4, await PostingsAsync(rich) - before.Postings);

        static async Task<int> PostingsAsync(Api api) => (await api.SendAsync("{ ledgerEntries { totalCount } }")).Number("ledgerEntries.totalCount");
    }

    [Fact]
    public async Task What_is_named_twice_and_is_not_covered_has_the_same_answer_twice()
    {
        var poor = await two.World.ResellerAsync("silver");
        var dear = Enumerable.Range(0, 35).Select(i => ($"203.0.113.{140 + i}", "IMUNIFY360_UNLIMITED"));

        var results = (await poor.AddLicensesAsync([.. dear, ("203.0.113.201", "CLOUDLINUX_OS"), ("203.0.113.202", "IMUNIFY360_UNLIMITED"), ("203.0.113.202", "IMUNIFY360_UNLIMITED")])).Worked("addIpLicenses").List("addIpLicenses.addIpLicenseResults");

        Assert.Equal([null, "INSUFFICIENT_FUNDS", "INSUFFICIENT_FUNDS"], results.Skip(35).Select(Code));
        Assert.Equal(36, (await poor.SendAsync("{ ipLicenses { totalCount } }")).Number("ipLicenses.totalCount"));
    }

    private static string? Code(System.Text.Json.JsonElement result) =>
        result.GetProperty("errors") is { ValueKind: System.Text.Json.JsonValueKind.Array } errors ? errors[0].GetProperty("code").GetString() : null;

    private static string? Of(System.Text.Json.JsonElement result, string field) =>
        result.GetProperty("ipLicense") is { ValueKind: System.Text.Json.JsonValueKind.Object } license ? license.GetProperty(field).GetString() : null;
}
