using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Billing;

/// <summary>The world begins on November 10. CloudLinux OS costs 12.00 in silver, KernelCare 2.95, 10 GB of backup 1.50.</summary>
public sealed class ChangePricesTests
{
    [EveryDatabase]
    public async Task Each_month_is_charged_at_its_own_prices_those_that_were_slept_through_too(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var op = await world.OperatorAsync();
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();
        await world.RunAsync(reseller, quantity: 2);
        (await op.ChangePricesAsync("silver", "2026-12-01", ("CLOUDLINUX_OS", "6.20"))).Worked("changePrices");
        (await op.ChangePricesAsync("silver", "2027-01-01", ("CLOUDLINUX_OS", "31.00"))).Worked("changePrices");

        // What is added in the month before costs what it did.
        world.Clock.SetUtcNow(At("2026-11-30T12:00Z"));
        Assert.Equal(new Money(40), await world.RunAsync(reseller, quantity: 1, key: "test/2"));

        // December and January were slept through; a quote reckons them as they will be charged.
        world.Clock.SetUtcNow(At("2027-01-31T12:00Z"));
        var item = new Chargeable(reseller, "test/1", "CLOUDLINUX_OS", "CloudLinux OS", 3);
        var quote = await world.InUnitAsync((ICharging charging) => charging.QuoteAsync([item], CancellationToken.None));
        Assert.Equal(new Money(1_00), Assert.Single(quote).Due);
        Assert.Equal(new Money(1_00), await world.RunAsync(reseller, quantity: 3));
        Assert.Equal(["CloudLinux OS, December 2026 -18.60", "CloudLinux OS, January 2027 -93.00"], await MonthsAsync(api));

        world.Clock.SetUtcNow(At("2027-02-01T00:05Z"));
        await world.RunJobAsync<ChargeMonths>();
        Assert.Equal("CloudLinux OS, February 2027 -124.00", (await MonthsAsync(api))[^1]);
        Assert.Equal(new Money(-29_89), await world.RunAsync(reseller, quantity: 2)); // 27 of 28 days of 31.00
    }

    [Fact]
    public async Task Until_the_month_begins_everything_shows_and_costs_the_old_price()
    {
        await using var world = await World.StartAsync();
        var op = await world.OperatorAsync();
        var api = await world.ResellerAsync();
        var changed = (await op.ChangePricesAsync("silver", "2027-01-01", backup: "1.75", ("KERNELCARE", "3.10"), ("CLOUDLINUX_OS", "11.00"))).Worked("changePrices");
        string[] announced = ["2027-01-01 CLOUDLINUX_OS 12.00 > 11.00", "2027-01-01 KERNELCARE 2.95 > 3.10", "2027-01-01 BACKUP 1.50 > 1.75"];

        Assert.Equal(3, changed.List("changePrices.tier.priceChanges").Count);
        Assert.Equal(announced, await world.Anonymous().AnnouncedAsync("silver"));
        Assert.Empty(await world.Anonymous().AnnouncedAsync("gold"));
        Assert.Equal(("12.00", "1.50"), await NowAsync(world));
        Assert.Equal(("-0.40", "12.00"), await AddAsync(world, api, "198.51.100.1", at: "2026-11-30T20:00Z"));

        world.Clock.SetUtcNow(At("2027-01-01T00:00Z"));
        Assert.Equal(("11.00", "1.75"), await NowAsync(world));
        Assert.Empty(await world.Anonymous().AnnouncedAsync("silver"));
        Assert.Equal(("-11.00", "11.00"), await AddAsync(world, api, "198.51.100.2", at: "2027-01-01T00:00Z"));
    }

    [Theory]
    [InlineData("2026-12-01T22:59Z", "2027-01-01", null)]
    [InlineData("2026-12-01T23:01Z", "2027-01-01", "NOTICE_TOO_SHORT")]
    [InlineData("2026-12-01T23:01Z", "2027-02-01", null)]
    [InlineData("2026-12-31T00:01Z", "2027-01-01", "MONTH_TOO_SOON")]
    [InlineData("2026-12-31T00:01Z", "2026-12-01", "MONTH_TOO_SOON")]
    [InlineData("2026-12-31T00:01Z", "2027-02-15", "INVALID_INPUT")]
    [InlineData("2026-12-31T00:01Z", "2028-12-01", null)]
    [InlineData("2026-12-31T00:01Z", "2029-01-01", "INVALID_INPUT")]
    public async Task A_rise_is_told_thirty_days_before_and_no_month_changes_that_is_about_to_begin(string now, string from, string? code)
    {
        await using var world = await World.StartAsync(now: At(now));
        var op = await world.OperatorAsync();

        var answer = await op.ChangePricesAsync("silver", from, ("KERNELCARE", "2.96"));

        Assert.Equal(code, answer.Code("changePrices"));
        if (code == "NOTICE_TOO_SHORT") Assert.Equal("2027-02-01", answer.Text("changePrices.errors.0.rises"));
        if (code == "MONTH_TOO_SOON") Assert.Equal("2027-02-01", answer.Text("changePrices.errors.0.monthBegins"));
        Assert.Equal(code is null ? 1 : 0, (await op.AnnouncedAsync("silver")).Count);
    }

    [Fact]
    public async Task What_can_not_be_is_refused_with_its_reason()
    {
        await using var world = await World.StartAsync(settings: ("Billing:PriceNotice", "60"));
        var op = await world.OperatorAsync();
        Assert.Equal(
            ("2026-12-01", "2027-02-01", "2028-11-01", 60),
            ((await op.SendAsync("{ priceTerms { earliest earliestRise latest noticeDays } }")).Worked() is var terms ? terms.Text("priceTerms.earliest") : "", terms.Text("priceTerms.earliestRise"), terms.Text("priceTerms.latest"), terms.Number("priceTerms.noticeDays")));

        Assert.Equal("UNKNOWN_TIER", (await op.ChangePricesAsync("bronze", "2027-02-01", ("KERNELCARE", "3.00"))).Code("changePrices"));
        Assert.Equal("UNKNOWN_LICENSE_TYPE", (await op.ChangePricesAsync("silver", "2027-02-01", ("BACKUP_10GB", "3.00"))).Code("changePrices"));
        Assert.Equal("NOTICE_TOO_SHORT", (await op.ChangePricesAsync("silver", "2027-01-01", ("KERNELCARE", "3.00"))).Code("changePrices"));
        foreach (var prices in new (string, string?)[][] { [], [("KERNELCARE", "3.00"), ("KERNELCARE", "3.00")], [("KERNELCARE", "-0.01")], [("KERNELCARE", "10000.01")] })
            Assert.Equal("prices", (await op.ChangePricesAsync("silver", "2027-02-01", prices)).Text("changePrices.errors.0.field"));
        Assert.Equal("backupPer10Gb", (await op.ChangePricesAsync("silver", "2027-02-01", backup: "-1.00")).Text("changePrices.errors.0.field"));
        Assert.Equal(["FORBIDDEN"], (await (await world.ResellerAsync()).ChangePricesAsync("silver", "2027-02-01", ("KERNELCARE", "1.00"))).Codes);
        Assert.Empty(await op.AnnouncedAsync("silver"));
    }

    [Fact]
    public async Task What_is_announced_can_be_lowered_and_withdrawn_at_any_time_but_not_raised()
    {
        await using var world = await World.StartAsync();
        var op = await world.OperatorAsync();
        (await op.ChangePricesAsync("silver", "2027-01-01", ("KERNELCARE", "3.50"), ("CLOUDLINUX_OS", "9.00"))).Worked("changePrices");
        (await op.ChangePricesAsync("silver", "2027-03-01", ("KERNELCARE", "4.00"), ("CLOUDLINUX_OS", "12.00"))).Worked("changePrices");
        world.Clock.SetUtcNow(At("2026-12-20T12:00Z"));
        op = await world.SignInAsync("operator");

        (await op.ChangePricesAsync("silver", "2027-01-01", ("KERNELCARE", "3.20"))).Worked("changePrices");
        Assert.Equal("NOTICE_TOO_SHORT", (await op.ChangePricesAsync("silver", "2027-01-01", ("KERNELCARE", "3.21"))).Code("changePrices"));
        Assert.Equal(
            ["2027-01-01 CLOUDLINUX_OS 12.00 > 9.00", "2027-01-01 KERNELCARE 2.95 > 3.20", "2027-03-01 CLOUDLINUX_OS 9.00 > 12.00", "2027-03-01 KERNELCARE 3.20 > 4.00"],
            await op.AnnouncedAsync("silver"));

        // Set back, or withdrawn by null: March's step starts from what is left, and where that leaves none there is none.
        (await op.ChangePricesAsync("silver", "2027-01-01", ("KERNELCARE", "2.95"), ("CLOUDLINUX_OS", null))).Worked("changePrices");
        Assert.Equal(["2027-03-01 KERNELCARE 2.95 > 4.00"], await op.AnnouncedAsync("silver"));
        Assert.Equal("NOTICE_TOO_SHORT", (await op.ChangePricesAsync("silver", "2027-01-01", ("KERNELCARE", "3.20"))).Code("changePrices"));

        var log = (await op.SendAsync("{ auditLog(first: 1, where: { action: { eq: \"changePrices\" }, outcome: { eq: DONE } }) { nodes { detail principal } } }")).Worked();
        Assert.Equal("silver from 2027-01-01: KERNELCARE 2.95, CLOUDLINUX_OS as before", log.Text("auditLog.nodes.0.detail"));
    }

    [EveryDatabase]
    public async Task Operators_who_announce_at_once_lose_nothing_of_each_other(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var op = await world.OperatorAsync();
        string[] types = ["CLOUDLINUX_OS", "KERNELCARE", "IMUNIFY_AV_PLUS", "IMUNIFY360_SINGLE"];

        var answers = await Task.WhenAll(types.Select(type => op.ChangePricesAsync("silver", "2027-01-01", (type, "1.00"), ("IMUNIFY360_30", type.Length == 10 ? "21.00" : "22.00"))));

        Assert.All(answers, answer => answer.Worked("changePrices"));
        var announced = await op.AnnouncedAsync("silver");
        Assert.Equal(5, announced.Count);
        var latest = await world.InUnitAsync((ClnDbContext db) => db.PriceAnnouncements.OrderByDescending(one => one.Id).Select(one => one.Changes).FirstAsync());
        Assert.Equal(announced.Select(line => line.Replace(" >", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal), latest.Split('\n'));
    }

    [Fact]
    public async Task A_new_type_is_sold_from_the_month_of_its_first_price_on()
    {
        await using var world = await World.StartAsync();
        var op = await world.OperatorAsync();
        var api = await world.ResellerAsync();
        (await op.SendAsync("mutation { addLicenseType(input: { code: \"NEW_TYPE\", name: \"New\", product: \"New\" }) { errors { ... on Error { code } } } }")).Worked("addLicenseType");

        (await op.ChangePricesAsync("silver", "2026-12-01", ("NEW_TYPE", "5.00"))).Worked("changePrices");
        Assert.Equal(["2026-12-01 NEW_TYPE  > 5.00"], await op.AnnouncedAsync("silver"));
        Assert.Equal("NOT_FOR_SALE", (await LicenseAsync(api, "NEW_TYPE")).Code("addIpLicense"));

        (await op.ChangePricesAsync("silver", "2026-12-01", ("NEW_TYPE", null))).Worked("changePrices");
        Assert.Empty(await op.AnnouncedAsync("silver"));
        (await op.ChangePricesAsync("silver", "2026-12-01", ("NEW_TYPE", "4.00"))).Worked("changePrices");
        world.Clock.SetUtcNow(At("2026-12-01T00:00Z"));
        (await LicenseAsync(api, "NEW_TYPE")).Worked("addIpLicense");
        Assert.Equal("996.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task What_is_converted_is_credited_and_charged_at_the_prices_of_its_month()
    {
        await using var world = await World.StartAsync();
        var op = await world.OperatorAsync();
        var api = await world.ResellerAsync();
        (await LicenseAsync(api, "IMUNIFY360_SINGLE")).Worked("addIpLicense"); // 21 of 30 days of 10.00
        (await op.ChangePricesAsync("silver", "2027-01-01", ("IMUNIFY360_SINGLE", "31.00"), ("IMUNIFY360_30", "62.00"))).Worked("changePrices");

        world.Clock.SetUtcNow(At("2026-12-30T12:00Z"));
        await ConvertAsync("IMUNIFY360_30"); // 10.00 for December, a day of it back, two days of 20.00
        Assert.Equal("982.03", await api.BalanceAsync());

        world.Clock.SetUtcNow(At("2027-01-30T12:00Z"));
        await ConvertAsync("IMUNIFY360_SINGLE"); // 62.00 for January, a day of it back, two days of 31.00
        Assert.Equal("920.03", await api.BalanceAsync());

        async Task ConvertAsync(string type)
        {
            var id = (await api.SendAsync("{ ipLicenses(first: 1) { nodes { id } } }")).Worked().Text("ipLicenses.nodes.0.id");
            (await api.SendAsync("mutation($id: ID!, $type: String!) { convertIpLicense(input: { id: $id, type: $type }) { errors { ... on Error { code } } } }", new { id, type })).Worked("convertIpLicense");
        }
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Task<Answer> LicenseAsync(Api api, string type, string ip = "198.51.100.1") => api.SendAsync(
        "mutation($ip: IpAddress!, $type: String!) { addIpLicense(input: { ip: $ip, type: $type }) { ipLicense { monthlyPrice } errors { ... on Error { code } } } }", new { ip, type });

    /// <summary>What adding CloudLinux OS took from the balance, and what it is said to cost.</summary>
    private static async Task<(string Taken, string Monthly)> AddAsync(World world, Api api, string ip, string at)
    {
        world.Clock.SetUtcNow(At(at));
        await world.RunJobAsync<ChargeMonths>();
        var added = (await LicenseAsync(api, "CLOUDLINUX_OS", ip)).Worked("addIpLicense");
        var taken = (await api.SendAsync("{ ledgerEntries(first: 1) { nodes { amount } } }")).Worked().Text("ledgerEntries.nodes.0.amount");
        return (taken, added.Text("addIpLicense.ipLicense.monthlyPrice"));
    }

    private static async Task<(string CloudLinux, string Backup)> NowAsync(World world)
    {
        var list = (await world.Anonymous().SendAsync("{ priceList { code backupPer10Gb prices { monthly licenseType { code } } } }")).Worked();
        return (list.Text("priceList.0.prices.0.monthly"), list.Text("priceList.0.backupPer10Gb"));
    }

    /// <summary>The charges of whole months.</summary>
    private static async Task<IReadOnlyList<string>> MonthsAsync(Api api) =>
        [.. (await api.SendAsync("{ ledgerEntries(first: 100) { nodes { amount description } } }")).Worked().List("ledgerEntries.nodes").Reverse()
            .Select(entry => $"{entry.GetProperty("description")} {entry.GetProperty("amount")}").Where(entry => entry.Contains(" 202", StringComparison.Ordinal))];
}
