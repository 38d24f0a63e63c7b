using System.Globalization;
using Cln.Host.Data;
using Cln.Tests.Data;

namespace Cln.Tests;

/// <summary>The main job from end to end, as a reseller's year: everything else is a part of this.</summary>
public sealed class StoryTests
{
    private const string Address = "198.51.100.10";

    [EveryDatabase]
    public async Task A_reseller_registers_licenses_servers_and_is_invoiced_for_a_year_and_another_sees_none_of_it(DatabaseKind database)
    {
        await using var world = await World.StartAsync(database);
        var reseller = await world.ResellerAsync("gold");
        var other = await world.ResellerAsync("silver");
        await using var balances = await reseller.SubscribeAsync("subscription { balanceChanged { version amount } }");
        await balances.AtLeastAsync(1);

        var license = await LicenseByAddressAsync(reseller);
        var key = await LicenseByKeyAsync(reseller);
        await ServersRegisterAsync(world, reseller, key);
        (await reseller.SendAsync("mutation($key: IdempotencyKey!) { topUp(input: { amount: \"50.00\", idempotencyKey: $key }) { payment { state } errors { ... on Error { code } } } }", new { key = World.Key() })).Worked("topUp");
        await world.SettleAsync();

        // Begun on the 10th: 21 of 30 days of 2.45 and 8.00, and of three times 10.00, are 1.72 + 5.60 + 21.00.
        Assert.Equal("3021.68", await BalanceAsync(reseller));
        for (var month = 0; month < 12; month++) await NextMonthAsync(world);

        // Twelve whole months of 2.45 + 8.00 + 3 × 10.00.
        Assert.Equal("2536.28", await BalanceAsync(reseller));
        await InvoicesTellItAllAsync(reseller);
        await EachVersionWasHeardOnceAsync(balances);
        await TheOtherSeesNothingAsync(other, license);
    }

    private static async Task<string> LicenseByAddressAsync(Api reseller)
    {
        const string add = "mutation($ip: IpAddress!, $type: String!, $key: IdempotencyKey) { addIpLicense(input: { ip: $ip, type: $type, idempotencyKey: $key }) { ipLicense { id hostname addedAt monthlyPrice type { code } } errors { ... on Error { code message } } } }";
        (await reseller.SendAsync(add, new { ip = Address, type = "KERNELCARE", key = World.Key() })).Worked("addIpLicense");
        var answer = (await reseller.SendAsync(add, new { ip = Address, type = "IMUNIFY360_SINGLE", key = World.Key() })).Worked("addIpLicense");
        Assert.True(answer.IsNull("addIpLicense.ipLicense.hostname"));
        Assert.Equal("8.00", answer.Text("addIpLicense.ipLicense.monthlyPrice"));
        return answer.Text("addIpLicense.ipLicense.id");
    }

    private static async Task<string> LicenseByKeyAsync(Api reseller)
    {
        var account = (await reseller.SendAsync(
            """
            mutation { addServerAccount(input: { login: "shop", firstName: "Grace", lastName: "Hopper", company: "Shop Ltd", email: "grace@shop.example", limit: 3 }) {
              serverAccount { id login limit used } errors { ... on Error { code message } }
            } }
            """)).Worked("addServerAccount");
        Assert.StartsWith("IPR-", account.Text("addServerAccount.serverAccount.login"), StringComparison.Ordinal);
        var key = await reseller.SendAsync("mutation($id: ID!) { createKey(input: { serverAccountId: $id }) { key { token } errors { ... on Error { code message } } } }", new { id = account.Text("addServerAccount.serverAccount.id") });
        return key.Worked("createKey").Text("createKey.key.token");
    }

    private static async Task ServersRegisterAsync(World world, Api reseller, string key)
    {
        const string register = "mutation($key: String, $hostname: String!) { registerServer(input: { key: $key, hostname: $hostname, operatingSystem: \"CloudLinux 9.4\" }) { server { id hostname ip } secret errors { ... on Error { code message } } } }";
        var byAddress = (await world.At(Address).SendAsync(register, new { hostname = "web1.shop.example" })).Worked("registerServer");
        (await world.At("198.51.100.77").SendAsync(register, new { key, hostname = "web2.shop.example" })).Worked("registerServer");
        Assert.Equal("NOT_LICENSED", (await world.At("198.51.100.78").SendAsync(register, new { hostname = "stranger.example" })).Code("registerServer"));

        world.Clock.Advance(TimeSpan.FromMinutes(10));
        var verdict = await world.At(Address).SendAsync(
            "mutation($id: ID!, $secret: String!) { checkIn(input: { serverId: $id, secret: $secret, hostname: \"web1.shop.example\", kernel: \"5.14.0\" }) { checkInVerdict { allowed code reason } } }",
            new { id = byAddress.Text("registerServer.server.id"), secret = byAddress.Text("registerServer.secret") });
        Assert.True(verdict.Worked().At("checkIn.checkInVerdict.allowed").GetBoolean());

        var licenses = (await reseller.SendAsync("{ ipLicenses(first: 10, order: [{ type: ASC }]) { totalCount nodes { hostname addedAt lastCheckInAt type { code } } } serverAccountsSummary { totalLicenses unusedLicenses monthlyCost } }")).Worked();
        Assert.Equal(2, licenses.Number("ipLicenses.totalCount"));
        Assert.All(licenses.List("ipLicenses.nodes"), node => Assert.Equal("web1.shop.example", node.GetProperty("hostname").GetString()));
        Assert.Equal("2026-11-10T12:10:00.000Z", licenses.Text("ipLicenses.nodes.0.lastCheckInAt"));
        Assert.Equal((3, 2), (licenses.Number("serverAccountsSummary.totalLicenses"), licenses.Number("serverAccountsSummary.unusedLicenses")));
    }

    private static async Task NextMonthAsync(World world)
    {
        var now = world.Clock.GetUtcNow();
        world.Clock.SetUtcNow(new DateTimeOffset(now.Year, now.Month, 1, 0, 5, 0, TimeSpan.Zero).AddMonths(1));
        await world.RunJobsAsync();
    }

    private static async Task<string> BalanceAsync(Api reseller) => (await reseller.SendAsync("{ balance { amount } }")).Worked().Text("balance.amount");

    private static async Task InvoicesTellItAllAsync(Api reseller)
    {
        var answer = (await reseller.SendAsync("{ invoices(first: 100, order: [{ createdAt: ASC }]) { nodes { number type payPeriod total balance pdfUrl lines { title quantity subTotal } } } }")).Worked();
        var documents = answer.List("invoices.nodes");
        Assert.Equal(["PAYMENT_RECEIVED", "PAYMENT_RECEIVED", .. Enumerable.Repeat("INVOICE", 12)], documents.Select(document => document.GetProperty("type").GetString()));
        Assert.Equal(Enumerable.Range(1, 14), documents.Select(document => int.Parse(document.GetProperty("number").GetString()!.Split('-')[1], CultureInfo.InvariantCulture)));

        // The first invoice has the added licences' days of November and the whole December; each later one has a month.
        Assert.Equal("68.77", documents[2].GetProperty("total").GetString());
        Assert.All(documents.Skip(3), document => Assert.Equal("40.45", document.GetProperty("total").GetString()));
        Assert.Equal("2536.28", documents[^1].GetProperty("balance").GetString());

        using var pdf = await reseller.GetAsync(documents[2].GetProperty("pdfUrl").GetString()!);
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("%PDF-", System.Text.Encoding.Latin1.GetString(await pdf.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
    }

    private static async Task EachVersionWasHeardOnceAsync(Subscriber balances)
    {
        var last = (await balances.AtLeastAsync(1))[0].GetProperty("balanceChanged").GetProperty("version").GetInt32();
        var heard = await balances.AtLeastAsync(1 + 4 + (12 * 3));
        Assert.Equal(Enumerable.Range(last, heard.Count), heard.Select(data => data.GetProperty("balanceChanged").GetProperty("version").GetInt32()));
        Assert.Equal("2536.28", heard[^1].GetProperty("balanceChanged").GetProperty("amount").GetString());
    }

    private static async Task TheOtherSeesNothingAsync(Api other, string license)
    {
        var seen = (await other.SendAsync(
            "query($id: ID!, $ip: IpAddress!) { node(id: $id) { id } ipLicenses(first: 10) { totalCount } serverAccounts(first: 10) { totalCount } balance { amount } invoices(first: 10) { totalCount } ledgerEntries(first: 10) { totalCount } ipAvailability(ip: $ip) { available { code } owned { code } } }",
            new { id = license, ip = Address })).Worked();
        Assert.True(seen.IsNull("node"));
        Assert.Equal((0, 0, 1, 1), (seen.Number("ipLicenses.totalCount"), seen.Number("serverAccounts.totalCount"), seen.Number("invoices.totalCount"), seen.Number("ledgerEntries.totalCount")));
        Assert.Equal("1000.00", seen.Text("balance.amount"));
        Assert.Empty(seen.List("ipAvailability.owned"));
        Assert.Equal("NOT_FOUND", (await other.SendAsync("mutation($id: ID!) { convertIpLicense(input: { id: $id, type: \"IMUNIFY360_30\" }) { errors { ... on Error { code } } } }", new { id = license })).Code("convertIpLicense"));
    }
}
