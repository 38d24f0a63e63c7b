using Cln.Billing;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Billing;

public sealed class LedgerTests
{
    [EveryDatabase]
    public async Task The_database_refuses_to_change_or_delete_what_was_posted(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        await world.ResellerAsync();

        foreach (var change in new[]
        {
            "UPDATE billing_ledger_transactions SET description = 'x'", "DELETE FROM billing_ledger_transactions",
            "UPDATE billing_ledger_entries SET debit = 0", "DELETE FROM billing_ledger_entries",
        })
        {
            var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => SqlAsync(world, change));
            Assert.Contains("never changed or deleted", refused.Message);
        }
    }

    [Fact]
    public async Task A_posting_that_was_tampered_with_is_found()
    {
        await using var world = await World.StartAsync();
        var reseller = await (await world.ResellerAsync()).NumberAsync();
        await world.RunAsync(reseller, quantity: 1);
        await SqlAsync(world, "DROP TRIGGER billing_ledger_transactions_no_update");

        await SqlAsync(world, "UPDATE billing_ledger_transactions SET description = description || '!' WHERE chain_seq = 2");
        Assert.Single(await world.ViolationsAsync());

        await SqlAsync(world, "UPDATE billing_ledger_transactions SET description = rtrim(description, '!') WHERE chain_seq = 2");
        Assert.Empty(await world.ViolationsAsync());
    }

    [EveryDatabase]
    public async Task The_same_fact_is_not_posted_twice(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();
        var posting = Posting.Charged(reseller, "USD", "the same", "A charge", new(1_00), creditLimit: null);

        // Without a charge line it would break I19, so it is taken back at once.
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => world.InUnitAsync(async (Ledger ledger) =>
        {
            await ledger.PostAsync(posting, CancellationToken.None);
            return await ledger.PostAsync(posting, CancellationToken.None);
        }));
        Assert.Equal("1000.00", await api.BalanceAsync());
    }

    [Fact]
    public async Task A_posting_that_does_not_balance_is_refused()
    {
        await using var world = await World.StartAsync();
        var reseller = await (await world.ResellerAsync()).NumberAsync();
        Leg[][] wrong =
        [
            [new(Chart.Deposit, 1)],
            [new(Chart.Deposit, 1), new(Chart.Revenue, -2)],
            [new(Chart.Deposit, 0), new(Chart.Revenue, 0)],
            [new(Chart.Deposit, 1), new(Chart.Deposit, -1)],
        ];

        foreach (var legs in wrong)
            await Assert.ThrowsAsync<InvalidOperationException>(() => world.InUnitAsync((Ledger ledger) => ledger.PostAsync(new(reseller, "USD", "TEST", "1", "Test", legs), CancellationToken.None)));
    }

    [Fact]
    public async Task Money_moves_inside_a_unit_of_work_only()
    {
        await using var world = await World.StartAsync();
        var reseller = await (await world.ResellerAsync()).NumberAsync();
        await using var scope = world.PlatformScope();

        await Assert.ThrowsAsync<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<BooksLock>().TakeAsync(reseller, CancellationToken.None));
    }

    [EveryDatabase]
    public async Task Books_that_several_open_at_once_are_opened_once(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var reseller = await world.InUnitAsync((ClnDbContext db) => Task.FromResult(db.Add(new Reseller
        {
            Name = "New Hosting",
            Login = "new",
            BillingEmail = "new@new.example",
            TierCode = "gold",
            FirstName = "Ada",
            LastName = "Byron",
            Country = "DE",
            CreatedAt = World.Begins,
        }).Entity));

        await Task.WhenAll(Enumerable.Range(1, 6).Select(number => world.InUnitAsync((MonthBegins months) => months.CatchUpAsync(reseller.Id, CancellationToken.None))));

        Assert.Equal(new DateOnly(2026, 11, 1), (await world.InUnitAsync((ClnDbContext db) => db.Books.AsNoTracking().SingleAsync(books => books.ResellerId == reseller.Id))).ChargedThrough);
    }

    [Fact]
    public async Task The_entries_tell_each_movement_with_the_balance_after_it()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var reseller = await api.NumberAsync();
        await world.RunAsync(reseller, quantity: 1);
        await world.RunAsync(reseller, quantity: 0);

        var newest = (await api.SendAsync("{ ledgerEntries(first: 2) { totalCount pageInfo { hasNextPage } nodes { id amount balance description reference at } } }")).Worked();
        var oldest = (await api.SendAsync("{ ledgerEntries(last: 1) { nodes { amount balance description reference } } reseller { ledgerEntries(last: 1) { nodes { balance } } } }")).Worked();

        Assert.Equal((3, true), (newest.Number("ledgerEntries.totalCount"), newest.At("ledgerEntries.pageInfo.hasNextPage").GetBoolean()));
        Assert.Equal(("8.00", "999.60", "CloudLinux OS: 1 removed"), Entry(newest, 0));
        Assert.Equal(("-8.40", "991.60", "CloudLinux OS: 1 added"), Entry(newest, 1));
        Assert.Equal(("1000.00", "1000.00", "Deposit, Visa •••• 4242"), Entry(oldest, 0));
        Assert.StartsWith("PAYMENT/sandbox:charge_", oldest.Text("ledgerEntries.nodes.0.reference"), StringComparison.Ordinal);
        Assert.Equal($"BILLING/{reseller}:2026-11:test/1:2", newest.Text("ledgerEntries.nodes.0.reference"));
        Assert.Equal("1000.00", oldest.Text("reseller.ledgerEntries.nodes.0.balance"));
        Assert.Equal("999.60", (await api.SendAsync("query($id: ID!) { node(id: $id) { ... on LedgerEntry { balance } } }", new { id = newest.Text("ledgerEntries.nodes.0.id") })).Worked().Text("node.balance"));
    }

    [Fact]
    public async Task The_other_side_of_the_books_is_nobodys_to_see()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var mirror = await world.InUnitAsync((ClnDbContext db) => db.LedgerEntries.IgnoreQueryFilters().Where(entry => entry.Account.Kind != Chart.Deposit).Select(entry => entry.Id).FirstAsync());

        var id = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"LedgerEntry:{mirror}"));

        Assert.True((await api.SendAsync("query($id: ID!) { node(id: $id) { id } }", new { id })).Worked().IsNull("node"));
    }

    private static async Task SqlAsync(World world, string sql)
    {
        await using var scope = world.PlatformScope();
        await scope.ServiceProvider.GetRequiredService<ClnDbContext>().Database.ExecuteSqlRawAsync(sql);
    }

    private static (string Amount, string Balance, string Description) Entry(Answer answer, int index) =>
        (answer.Text($"ledgerEntries.nodes.{index}.amount"), answer.Text($"ledgerEntries.nodes.{index}.balance"), answer.Text($"ledgerEntries.nodes.{index}.description"));
}
