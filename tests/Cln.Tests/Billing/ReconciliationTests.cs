using Cln.Billing;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Billing;

/// <summary>The sandbox's book is a table: what a test changes there, the gateway says.</summary>
public sealed class ReconciliationTests
{
    private const string Question = "{ reconciliation { gateways { gateway charges matched matchedPercent oldestUnmatchedAt openBreaks } breaks(first: 10) { nodes { gateway kind chargeId ours theirs currency closedAt ending payment { id amount } } } } }";

    [EveryDatabase]
    public async Task What_both_sides_have_is_matched_and_the_fees_are_in_the_books_once(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, settings: ("Gateways:Sandbox:FeePerMille", "29"));
        var api = await world.ResellerAsync();
        (await api.TopUpAsync("100.00")).Worked("topUp");
        world.Clock.Advance(TimeSpan.FromHours(2));

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.RunJobAsync<Reconcile>()));
        await world.RunJobAsync<Reconcile>();

        var operators = await world.OperatorAsync();
        var told = (await operators.SendAsync(Question)).Worked();
        Assert.Equal((2, 2, 100), (told.Number("reconciliation.gateways.0.charges"), told.Number("reconciliation.gateways.0.matched"), told.Number("reconciliation.gateways.0.matchedPercent")));
        Assert.Empty(told.List("reconciliation.breaks.nodes"));
        Assert.Equal("1100.00", await api.BalanceAsync());

        // 2.9 % of 1,000.00 and of 100.00.
        var trial = (await operators.SendAsync("{ trialBalance { difference accounts { kind currency accounts debit credit } } }")).Worked();
        Assert.Equal("0.00", trial.Text("trialBalance.difference"));
        Assert.Equal(
            ["PSP_FEES USD 1 31.90 0.00", "RESELLER_DEPOSIT USD 1 0.00 1100.00", "SANDBOX_CLEARING USD 1 1068.10 0.00"],
            trial.List("trialBalance.accounts").Select(account => string.Join(' ', account.EnumerateObject().Select(field => field.Value.ToString()))));
    }

    [Fact]
    public async Task A_fee_that_the_gateway_corrects_is_corrected_in_the_books()
    {
        await using var world = await World.StartAsync(settings: ("Gateways:Sandbox:FeePerMille", "29"));
        var api = await world.ResellerAsync();
        world.Clock.Advance(TimeSpan.FromHours(2));
        await world.RunJobAsync<Reconcile>();

        // Another fee than the one that was read and posted.
        await SqlAsync(world, "UPDATE billing_gateway_movements SET fee = fee - 100");
        await world.InUnitAsync(async (Fees fees) => await fees.PostAsync((await fees.DueAsync(0, CancellationToken.None))[0], CancellationToken.None));
        await world.RunJobAsync<Reconcile>();

        Assert.Equal([2900, -100, 100], await world.InUnitAsync((ClnDbContext db) => db.LedgerEntries.IgnoreQueryFilters().Where(entry => entry.Account.Kind == Chart.Fees).OrderBy(entry => entry.Id).Select(entry => entry.Debit).ToListAsync()));
        Assert.Equal("1000.00", await api.BalanceAsync());
    }

    [EveryDatabase]
    public async Task Money_that_the_gateway_took_and_nobody_has_is_found_and_somebody_is_woken_once(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind, settings: ("Billing:OperatorsMail", "money@vendor.example"));
        world.ExpectsErrors = true;
        await world.ResellerAsync();
        await SqlAsync(world, Charge("charge_foreign", 7_700, World.Begins));
        await ReconcileAsync(world, TimeSpan.FromMinutes(30));
        Assert.Empty(await BreaksAsync(world));

        await ReconcileAsync(world, TimeSpan.FromHours(1));
        await ReconcileAsync(world, TimeSpan.FromHours(1));

        Assert.Equal(["TheirsNotOurs charge_foreign - 77.00 open"], await BreaksAsync(world));
        Assert.Contains("sandbox has taken 77.00 USD as charge_foreign, and it is on nobody's balance", Assert.Single(await world.MailsToAsync("money@vendor.example")), StringComparison.Ordinal);
        var told = (await (await world.OperatorAsync()).SendAsync(Question)).Worked();
        Assert.Equal((50, 1, "2026-11-10T12:00:00Z"), (told.Number("reconciliation.gateways.0.matchedPercent"), told.Number("reconciliation.gateways.0.openBreaks"), told.Text("reconciliation.gateways.0.oldestUnmatchedAt")[..19] + "Z"));
    }

    [EveryDatabase]
    public async Task Money_whose_payment_we_know_is_brought_onto_the_balance(DatabaseKind kind)
    {
        await using var world = await World.StartAsync(kind);
        var api = await world.ResellerAsync();
        var card = (await api.AddCardAsync("pm_card_answerLost")).Text("addPaymentMethod.paymentMethod.id");
        Assert.Equal("UNKNOWN", (await api.TopUpAsync("50.00", card)).Text("topUp.payment.state"));

        // No janitor runs here, as if it had failed us.
        await ReconcileAsync(world, TimeSpan.FromHours(2));

        Assert.Equal("1050.00", await api.BalanceAsync());
        Assert.Equal(["TheirsNotOurs 50.00 Repaired"], (await BreaksAsync(world)).Select(line => string.Join(' ', line.Split(' ').Where((_, index) => index is 0 or 3 or 4))));
    }

    [Fact]
    public async Task Money_on_a_balance_of_which_the_gateway_knows_nothing_is_found()
    {
        await using var world = await World.StartAsync();
        world.ExpectsErrors = true;
        await world.ResellerAsync();
        await SqlAsync(world, "DELETE FROM billing_sandbox_payments");
        await ReconcileAsync(world, TimeSpan.FromHours(20));
        Assert.Empty(await BreaksAsync(world));

        await ReconcileAsync(world, TimeSpan.FromHours(6));

        var found = Assert.Single(await BreaksAsync(world));
        Assert.Matches("^OursNotTheirs charge_[0-9a-f]+ 1000.00 - open$", found);
    }

    [Fact]
    public async Task A_line_that_comes_late_is_read_and_nothing_was_wrong()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync();
        await SqlAsync(world, "CREATE TABLE late AS SELECT charge_name FROM billing_sandbox_payments");
        await SqlAsync(world, "UPDATE billing_sandbox_payments SET charge_name = NULL");
        await ReconcileAsync(world, TimeSpan.FromHours(3));
        await SqlAsync(world, "UPDATE billing_sandbox_payments SET charge_name = (SELECT charge_name FROM late)");

        await ReconcileAsync(world, TimeSpan.FromHours(3));

        Assert.Empty(await BreaksAsync(world));
        Assert.Equal(1, await world.InUnitAsync((ClnDbContext db) => db.Movements.CountAsync()));
        await SqlAsync(world, "DROP TABLE late");
    }

    [Fact]
    public async Task Another_amount_is_found_and_gone_when_the_statement_is_corrected()
    {
        await using var world = await World.StartAsync();
        world.ExpectsErrors = true;
        await world.ResellerAsync();
        await ReconcileAsync(world, TimeSpan.FromHours(2));
        await SqlAsync(world, "UPDATE billing_sandbox_payments SET amount = amount + 1");
        await ReconcileAsync(world, TimeSpan.FromHours(1));
        Assert.Matches("^AmountDiffers charge_[0-9a-f]+ 1000.00 1000.01 open$", Assert.Single(await BreaksAsync(world)));

        await SqlAsync(world, "UPDATE billing_sandbox_payments SET amount = amount - 1");
        await ReconcileAsync(world, TimeSpan.FromHours(1));

        Assert.EndsWith(" Arrived", Assert.Single(await BreaksAsync(world)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refund_that_only_the_gateway_knows_is_found()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync();
        await SqlAsync(
            world,
            $"""
            INSERT INTO billing_sandbox_refunds (name, payment, order_key, amount, currency, created_at)
            SELECT 'refund_by_hand', name, 'by hand', 2500, currency, {World.Begins.ToUnixTimeMilliseconds()} FROM billing_sandbox_payments
            """);

        await ReconcileAsync(world, TimeSpan.FromHours(2));

        Assert.Matches("^StateDiffers charge_[0-9a-f]+ - 25.00 (open|Repaired)$", Assert.Single(await BreaksAsync(world)));
    }

    [Fact]
    public async Task Money_in_suspense_is_not_theirs_alone_but_differs()
    {
        await using var world = await World.StartAsync();
        world.ExpectsErrors = true;
        var reseller = await (await world.ResellerAsync()).NumberAsync();
        await SqlAsync(world, Charge("charge_odd", 7_700, World.Begins));
        await world.InUnitAsync((Ledger ledger) => ledger.PostAsync(
            new(reseller, "USD", Posting.SuspenseSource, "sandbox:charge_odd", "Doesn't match", [new(Chart.Clearing("sandbox"), 7_700), new(Chart.Suspense, -7_700)]), CancellationToken.None));

        await ReconcileAsync(world, TimeSpan.FromHours(2));

        Assert.Equal(["AmountDiffers charge_odd - 77.00 open"], await BreaksAsync(world));
    }

    private static async Task ReconcileAsync(World world, TimeSpan later)
    {
        world.Clock.Advance(later);
        await world.RunJobAsync<Reconcile>();
        await world.SettleAsync();
    }

    private static Task<int> SqlAsync(World world, string sql) => world.InUnitAsync((ClnDbContext db) => db.Database.ExecuteSqlRawAsync(sql));

    private static string Charge(string name, long amount, DateTimeOffset at) =>
        $"""
        INSERT INTO billing_sandbox_payments (name, order_key, amount, currency, description, status, charge_name, created_at)
        VALUES ('sandbox_{name}', '{name}', {amount}, 'USD', 'Somebody', 'Succeeded', '{name}', {at.ToUnixTimeMilliseconds()})
        """;

    private static async Task<IReadOnlyList<string>> BreaksAsync(World world) => [.. (await world.InUnitAsync((ClnDbContext db) => db.Breaks.AsNoTracking().OrderBy(b => b.Id).ToListAsync()))
        .Select(b => $"{b.Kind} {b.ChargeId} {b.Ours?.ToString() ?? "-"} {b.Theirs?.ToString() ?? "-"} {b.Ending?.ToString() ?? "open"}")];
}
