using Cln.Billing;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Billing;

public sealed class MonthBeginsTests
{
    private static readonly DateTimeOffset december = new(2026, 12, 1, 0, 5, 0, TimeSpan.Zero);

    [EveryDatabase]
    public async Task On_the_first_everything_that_runs_is_charged_once_whoever_comes_and_how_often(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var (api, _) = await WithLicensesAsync(world);
        world.Clock.SetUtcNow(december);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.RunJobAsync<ChargeMonths>()));
        await world.RunJobAsync<ChargeMonths>();

        Assert.Equal(["CloudLinux OS, December 2026 -24.00", "KernelCare, December 2026 -2.95"], await EntriesAsync(api, "2026-12"));
        Assert.Equal(["2026-12-01"], await InvoicedMonthsAsync(api));
    }

    [Fact]
    public async Task The_invoice_has_the_month_and_what_was_added_and_removed_before_it()
    {
        await using var world = await World.StartAsync();
        var (api, _) = await WithLicensesAsync(world);
        world.Clock.SetUtcNow(december);
        await world.RunJobAsync<ChargeMonths>();

        var invoice = (await api.SendAsync("{ invoices(first: 1) { nodes { total balance lines { title quantity subTotal } } } }")).Worked();

        Assert.Equal(
            ["CloudLinux OS × 2 = 24.00", "KernelCare × 1 = 2.95", "CloudLinux OS, added × 2 = 16.80", "KernelCare, added × 2 = 4.12", "KernelCare, removed × 1 = -1.96"],
            invoice.List("invoices.nodes.0.lines").Select(line => $"{line.GetProperty("title")} × {line.GetProperty("quantity")} = {line.GetProperty("subTotal")}"));
        Assert.Equal("45.91", invoice.Text("invoices.nodes.0.total"));
        Assert.Equal("954.09", invoice.Text("invoices.nodes.0.balance"));
        Assert.Equal("954.09", await api.BalanceAsync());
    }

    [Fact]
    public async Task A_change_that_is_faster_than_the_job_closes_the_month_first()
    {
        await using var world = await World.StartAsync();
        var (api, reseller) = await WithLicensesAsync(world);
        world.Clock.SetUtcNow(december);

        Assert.Equal(new Money(-23_23), await world.RunAsync(reseller, quantity: 0)); // two times 12.00 were charged; 30 of 31 days come back
        await world.RunJobAsync<ChargeMonths>();

        Assert.Equal(["CloudLinux OS, December 2026 -24.00", "KernelCare, December 2026 -2.95", "CloudLinux OS: 2 removed 23.23"], await EntriesAsync(api, "2026-12"));
        Assert.Equal(["2026-12-01"], await InvoicedMonthsAsync(api));
    }

    [Fact]
    public async Task Months_that_were_slept_through_are_charged_in_order()
    {
        await using var world = await World.StartAsync();
        var (api, _) = await WithLicensesAsync(world);
        world.Clock.SetUtcNow(december.AddMonths(3));

        await world.RunJobAsync<ChargeMonths>();

        Assert.Equal(["2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01"], await InvoicedMonthsAsync(api));
        Assert.Equal("873.24", await api.BalanceAsync()); // 954.09 less three times 26.95
    }

    [Fact]
    public async Task The_month_is_charged_whatever_the_balance_is()
    {
        await using var world = await World.StartAsync();
        var api = await world.ProgramAsync();
        var reseller = await api.NumberAsync();
        await world.RunAsync(reseller, quantity: 110); // 924.00
        world.Clock.SetUtcNow(december);

        await world.RunJobAsync<ChargeMonths>();

        Assert.Equal("-1244.00", await api.BalanceAsync());
        await Assert.ThrowsAsync<InsufficientFunds>(() => world.RunAsync(reseller, quantity: 111));
    }

    [Fact]
    public async Task Nothing_runs_and_nothing_is_invoiced()
    {
        await using var world = await World.StartAsync();
        var api = await world.ProgramAsync();
        world.Clock.SetUtcNow(december);

        await world.RunJobAsync<ChargeMonths>();

        Assert.Empty(await InvoicedMonthsAsync(api));
        Assert.Equal("1000.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task A_host_whose_clock_is_late_changes_the_month_that_has_begun_and_not_the_closed_one()
    {
        await using var world = await World.StartAsync();
        var (api, reseller) = await WithLicensesAsync(world);
        world.Clock.SetUtcNow(december);
        await world.RunJobAsync<ChargeMonths>();
        world.Clock.AdjustTime(december.AddMinutes(-10));

        await world.RunAsync(reseller, quantity: 0);

        var november = await world.InUnitAsync((ClnDbContext db) => db.UsageMonths.AsNoTracking().SingleAsync(month => month.ResellerId == reseller && month.ItemKey == "test/1" && month.Month == new DateOnly(2026, 11, 1)));
        Assert.Equal(2, november.Running);
        Assert.Equal("977.32", await api.BalanceAsync()); // 954.09 and 30 of 31 days of 24.00 back
    }

    /// <summary>Two CloudLinux and one KernelCare, of which one more was added and removed again a day later.</summary>
    private static async Task<(Api Api, long Reseller)> WithLicensesAsync(World world)
    {
        var api = await world.ProgramAsync();
        var reseller = await api.NumberAsync();
        await world.RunAsync(reseller, quantity: 2);
        await world.RunAsync(reseller, quantity: 1, key: "test/2", code: "KERNELCARE", title: "KernelCare"); // 2.065 is 2.06: half to even
        await world.RunAsync(reseller, quantity: 1, key: "test/3", code: "KERNELCARE", title: "KernelCare");
        await world.RunAsync(reseller, quantity: 0, key: "test/3", code: "KERNELCARE", title: "KernelCare");
        return (api, reseller);
    }

    private static async Task<IReadOnlyList<string>> EntriesAsync(Api api, string month) =>
        [.. (await api.SendAsync("{ ledgerEntries(first: 100) { nodes { at amount description } } }")).Worked().List("ledgerEntries.nodes").Reverse()
            .Where(entry => entry.GetProperty("at").GetString()!.StartsWith(month, StringComparison.Ordinal))
            .Select(entry => $"{entry.GetProperty("description")} {entry.GetProperty("amount")}")];

    private static async Task<IReadOnlyList<string?>> InvoicedMonthsAsync(Api api) =>
        [.. (await api.SendAsync("{ invoices(first: 100, order: [{ createdAt: ASC }]) { nodes { type payPeriod } } }")).Worked().List("invoices.nodes")
            .Where(invoice => invoice.GetProperty("type").GetString() == "INVOICE").Select(invoice => invoice.GetProperty("payPeriod").GetString())];
}
