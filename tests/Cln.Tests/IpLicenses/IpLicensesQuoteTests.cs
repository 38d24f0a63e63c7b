using Cln.Tests.Billing;
using Cln.Tests.Spacewalk;

namespace Cln.Tests.IpLicenses;

/// <summary>What a quote says is what is then charged, to the cent, and a quote itself changes nothing.</summary>
public sealed class IpLicensesQuoteTests(TwoResellers two) : IClassFixture<TwoResellers>
{
    private const string Rows = "total monthly error { code } rows { ip due ipLicense { id } errors { code } }";

    [Fact]
    public async Task Adding_costs_what_its_quote_said_line_by_line()
    {
        await two.Mine.LicensedAsync("198.51.100.60");
        await two.Theirs.LicensedAsync("198.51.100.61");
        var removed = await two.Mine.LicensedAsync("198.51.100.62");
        (await two.Mine.RemoveLicensesAsync(removed)).Worked("removeIpLicenses");
        (string, string)[] wanted =
        [
            ("198.51.100.60", "KERNELCARE"), ("198.51.100.61", "KERNELCARE"), ("198.51.100.62", "KERNELCARE"), ("198.51.100.63", "KERNELCARE"),
            ("198.51.100.63", "KERNELCARE"), ("198.51.100.63", "IMUNIFY360_30"), ("198.51.100.64", "WINDOWS"),
        ];
        var before = await LicenseCalls.BalanceAsync(two.Mine);

        var quote = (await two.Mine.SendAsync($"query($licenses: [NewIpLicenseInput!]!) {{ addIpLicensesQuote(licenses: $licenses) {{ {Rows} }} }}", Licenses(wanted))).Worked();

        Assert.Equal(before, await LicenseCalls.BalanceAsync(two.Mine));
        Assert.Equal(
            ["yours 0.00", "IP_TAKEN 0.00", " 1.30", " 1.36", " 0.00", " 8.40", "UNKNOWN_LICENSE_TYPE 0.00"],
            quote.List("addIpLicensesQuote.rows").Select(row => $"{(row.GetProperty("ipLicense").ValueKind == System.Text.Json.JsonValueKind.Null ? "" : "yours")}{Code(row)} {row.GetProperty("due").GetString()}"));
        Assert.Equal("15.90", quote.Text("addIpLicensesQuote.monthly"));
        (await two.Mine.AddLicensesAsync(wanted)).Worked("addIpLicenses");
        Assert.Equal(quote.Text("addIpLicensesQuote.total"), await SpentAsync(before));
    }

    [Fact]
    public async Task What_the_balance_does_not_cover_is_told_and_is_what_is_refused()
    {
        await using var world = await World.StartAsync();
        var poor = await world.ResellerAsync();
        var wanted = Enumerable.Range(0, 400).Select(number => ($"10.60.{number / 200}.{1 + (number % 200)}", number % 2 == 0 ? "CLOUDLINUX_OS" : "KERNELCARE")).ToArray();

        var quote = (await poor.SendAsync($"query($licenses: [NewIpLicenseInput!]!) {{ addIpLicensesQuote(licenses: $licenses) {{ {Rows} }} }}", Licenses(wanted))).Worked();
        var added = (await poor.AddLicensesAsync(wanted)).Worked("addIpLicenses");

        var refused = quote.List("addIpLicensesQuote.rows").Select(Code).ToList();
        Assert.Contains("INSUFFICIENT_FUNDS", refused);
        Assert.Equal(added.List("addIpLicenses.addIpLicenseResults").Select(Code), refused);
        Assert.Equal(Money.Parse("1000.00") - Money.Parse(quote.Text("addIpLicensesQuote.total")), Money.Parse(await LicenseCalls.BalanceAsync(poor)));
    }

    [Fact]
    public async Task Removing_gives_back_what_its_quote_said_and_so_does_the_backup()
    {
        var (one, other) = (await two.Mine.LicensedAsync("198.51.100.65", "IMUNIFY360_SINGLE"), await two.Mine.LicensedAsync("198.51.100.65"));
        (await two.Mine.ActivateBackupAsync(one, 50)).Worked("activateBackup");
        var before = await LicenseCalls.BalanceAsync(two.Mine);

        var quote = (await two.Mine.SendAsync($"query($ids: [ID!]!) {{ removeIpLicensesQuote(ipLicenseIds: $ids) {{ {Rows} }} }}", new { ids = new[] { one, other, one } })).Worked();

        Assert.Equal(["198.51.100.65 -7.67", "198.51.100.65 -1.30"], quote.List("removeIpLicensesQuote.rows").Select(row => $"{row.GetProperty("ip")} {row.GetProperty("due")}"));
        Assert.Equal("-13.45", quote.Text("removeIpLicensesQuote.monthly"));
        (await two.Mine.RemoveLicensesAsync(one, other)).Worked("removeIpLicenses");
        Assert.Equal(quote.Text("removeIpLicensesQuote.total"), await SpentAsync(before));
    }

    [Fact]
    public async Task Converting_costs_what_its_quote_said_both_ways()
    {
        var id = await two.Mine.LicensedAsync("198.51.100.66", "IMUNIFY360_SINGLE");
        foreach (var type in new[] { "IMUNIFY360_250", "IMUNIFY360_SINGLE", "IMUNIFY360_30" })
        {
            var before = await LicenseCalls.BalanceAsync(two.Mine);
            var quote = (await two.Mine.SendAsync("query($id: ID!, $type: String!) { convertIpLicenseQuote(ipLicenseId: $id, type: $type) { total monthly error { code } } }", new { id, type })).Worked();
            Assert.Equal(before, await LicenseCalls.BalanceAsync(two.Mine));
            (await two.Mine.ConvertLicenseAsync(id, type)).Worked("convertIpLicense");
            Assert.Equal(quote.Text("convertIpLicenseQuote.total"), await SpentAsync(before));
        }

        Assert.Equal("CANNOT_CONVERT", (await two.Mine.SendAsync("query($id: ID!) { convertIpLicenseQuote(ipLicenseId: $id, type: \"KERNELCARE\") { error { code } } }", new { id })).Text("convertIpLicenseQuote.error.code"));
    }

    [Fact]
    public async Task A_backup_of_each_size_costs_what_its_quote_said()
    {
        var id = await two.Mine.LicensedAsync("198.51.100.67", "IMUNIFY360_SINGLE");
        Assert.Equal("INVALID_BACKUP_SIZE", (await QuoteBackupAsync(id, 15)).Text("backupQuote.error.code"));

        var before = await LicenseCalls.BalanceAsync(two.Mine);
        var quote = await QuoteBackupAsync(id, 30);
        var backup = (await two.Mine.ActivateBackupAsync(id, 30)).Worked("activateBackup").Text("activateBackup.backup.id");
        Assert.Equal((quote.Text("backupQuote.total"), "3.30"), (await SpentAsync(before), quote.Text("backupQuote.monthly")));

        before = await LicenseCalls.BalanceAsync(two.Mine);
        quote = await QuoteBackupAsync(id, 10);
        (await two.Mine.SendAsync("mutation($id: ID!) { resizeBackup(input: { id: $id, sizeGb: 10 }) { backup { sizeGb } errors { __typename } } }", new { id = backup })).Worked("resizeBackup");
        Assert.Equal((quote.Text("backupQuote.total"), "-2.20"), (await SpentAsync(before), quote.Text("backupQuote.monthly")));

        before = await LicenseCalls.BalanceAsync(two.Mine);
        quote = await QuoteBackupAsync(id, 0);
        (await two.Mine.SendAsync("mutation($id: ID!) { deactivateBackup(input: { id: $id }) { backup { sizeGb } errors { __typename } } }", new { id = backup })).Worked("deactivateBackup");
        Assert.Equal((quote.Text("backupQuote.total"), "-1.10"), (await SpentAsync(before), quote.Text("backupQuote.monthly")));
    }

    [Fact]
    public async Task A_limit_of_a_server_account_costs_what_its_quote_said()
    {
        var before = await LicenseCalls.BalanceAsync(two.Mine);
        var quote = await QuoteAccountAsync("quoted", 4);
        var id = await two.Mine.AccountAsync("quoted", 4);
        Assert.Equal((quote.Text("serverAccountQuote.total"), "36.00"), (await SpentAsync(before), quote.Text("serverAccountQuote.monthly")));

        before = await LicenseCalls.BalanceAsync(two.Mine);
        quote = await QuoteAccountAsync("quoted", 1);
        (await two.Mine.SetLimitAsync(id, 1)).Worked("updateServerAccount");
        Assert.Equal((quote.Text("serverAccountQuote.total"), "-27.00"), (await SpentAsync(before), quote.Text("serverAccountQuote.monthly")));

        before = await LicenseCalls.BalanceAsync(two.Mine);
        quote = await QuoteAccountAsync("quoted", 0);
        (await two.Mine.RemoveAccountAsync(id)).Worked("removeServerAccount");
        Assert.Equal(quote.Text("serverAccountQuote.total"), await SpentAsync(before));

        Assert.Equal("INVALID_INPUT", (await QuoteAccountAsync("a b", 1)).Text("serverAccountQuote.error.code"));
        Assert.Equal("INVALID_INPUT", (await QuoteAccountAsync("quoted", 10_001)).Text("serverAccountQuote.error.code"));
        Assert.Equal("INSUFFICIENT_FUNDS", (await QuoteAccountAsync("quoted", 10_000)).Text("serverAccountQuote.error.code"));
    }

    [Fact]
    public async Task In_a_month_that_is_not_charged_yet_the_quote_is_that_of_the_new_month()
    {
        await using var world = await World.StartAsync();
        var reseller = await world.ResellerAsync();
        var (stays, goes) = (await reseller.LicensedAsync("198.51.100.68"), await reseller.LicensedAsync("198.51.100.69"));
        (await reseller.RemoveLicensesAsync(goes)).Worked("removeIpLicenses");
        world.Clock.SetUtcNow(new(2027, 1, 2, 0, 1, 0, TimeSpan.Zero));
        const string ask = "query($ids: [ID!]!, $licenses: [NewIpLicenseInput!]!) { removeIpLicensesQuote(ipLicenseIds: $ids) { total } addIpLicensesQuote(licenses: $licenses) { total } }";

        var quote = (await reseller.SendAsync(ask, new { ids = new[] { stays }, licenses = new[] { new { ip = "198.51.100.69", type = "KERNELCARE" } } })).Worked();
        await world.RunJobAsync<global::Cln.Billing.ChargeMonths>();

        var before = Money.Parse(await LicenseCalls.BalanceAsync(reseller));
        (await reseller.RemoveLicensesAsync(stays)).Worked("removeIpLicenses");
        var between = Money.Parse(await LicenseCalls.BalanceAsync(reseller));
        await reseller.LicensedAsync("198.51.100.69");
        Assert.Equal(
            (quote.Text("removeIpLicensesQuote.total"), quote.Text("addIpLicensesQuote.total")),
            ((before - between).ToString(), (between - Money.Parse(await LicenseCalls.BalanceAsync(reseller))).ToString()));
    }

    [Fact]
    public async Task Ten_thousand_are_quoted_and_one_more_is_too_many()
    {
        var most = Enumerable.Range(0, 10_000).Select(number => ($"10.61.{number / 250}.{1 + (number % 250)}", "KERNELCARE")).ToList();
        const string ask = "query($licenses: [NewIpLicenseInput!]!) { addIpLicensesQuote(licenses: $licenses) { total error { code } } }";

        var quote = (await two.Theirs.SendAsync(ask, Licenses(most))).Worked();
        var more = (await two.Theirs.SendAsync(ask, Licenses([.. most, ("10.62.0.1", "KERNELCARE")]))).Worked();

        Assert.True(quote.IsNull("addIpLicensesQuote.error"));
        Assert.Equal("INVALID_INPUT", more.Text("addIpLicensesQuote.error.code"));
    }

    [Fact]
    public async Task Another_accounts_licences_are_not_found()
    {
        var theirs = await two.Theirs.LicensedAsync("198.51.100.70", "IMUNIFY360_SINGLE");

        var answer = (await two.Mine.SendAsync(
            """
            query($id: ID!) {
              removeIpLicensesQuote(ipLicenseIds: [$id]) { error { code } rows { ip } }
              convertIpLicenseQuote(ipLicenseId: $id, type: "IMUNIFY360_30") { error { code } }
              backupQuote(ipLicenseId: $id, sizeGb: 10) { error { code } }
            }
            """,
            new { id = theirs })).Worked();

        Assert.Equal(["NOT_FOUND", "NOT_FOUND", "NOT_FOUND"], new[] { "removeIpLicensesQuote", "convertIpLicenseQuote", "backupQuote" }.Select(field => answer.Text($"{field}.error.code")));
        Assert.Empty(answer.List("removeIpLicensesQuote.rows"));
    }

    private static object Licenses(IEnumerable<(string Ip, string Type)> wanted) => new { licenses = wanted.Select(license => new { ip = license.Ip, type = license.Type }) };

    private static string Code(System.Text.Json.JsonElement row) => row.GetProperty("errors") is { ValueKind: System.Text.Json.JsonValueKind.Array } errors ? errors[0].GetProperty("code").GetString()! : "";

    private async Task<Answer> QuoteBackupAsync(string id, int sizeGb) =>
        (await two.Mine.SendAsync("query($id: ID!, $sizeGb: Int!) { backupQuote(ipLicenseId: $id, sizeGb: $sizeGb) { total monthly error { code } } }", new { id, sizeGb })).Worked();

    private async Task<Answer> QuoteAccountAsync(string login, int limit) =>
        (await two.Mine.SendAsync("query($login: String!, $limit: Int!) { serverAccountQuote(login: $login, limit: $limit) { total monthly error { code } } }", new { login, limit })).Worked();

    private async Task<string> SpentAsync(string before) => (Money.Parse(before) - Money.Parse(await LicenseCalls.BalanceAsync(two.Mine))).ToString();
}
