using Cln.Billing;
using Cln.Host.Data;
using Cln.Tests.Billing;
using Cln.Tests.Durability;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Cln.Tests.Faults;

/// <summary>Two hosts that do the same at once, on one PostgreSQL.</summary>
public sealed class TwoHostsTests
{
    [PostgresFact]
    public async Task Charges_of_two_hosts_that_cross_the_line_at_once_bring_one_autopayment()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await World.StartAsync(DatabaseKind.Postgres, settings: provider.HostSettings);
        await provider.FollowAsync(world);
        await using var other = await world.BesideAsync();
        var resellers = await ResellersAsync(world, count: 6, quantity: 107); // 898.80 leave 101.20
        foreach (var reseller in resellers) (await reseller.SaveAutopaymentAsync("AUTO_ADD_FUNDS", "500.00")).Worked("saveAutopayment");

        var added = resellers.SelectMany((reseller, i) => (Task<Answer>[])[AddAsync(reseller, $"198.51.100.{i}"), AddAsync(other.With(reseller.Bearer!), $"198.51.101.{i}")]); // 8.40 each
        Assert.All(await Task.WhenAll(added), answer => answer.Worked("addIpLicense"));
        await Task.WhenAll(world.SettleAsync(), other.SettleAsync());

        // Whether the gate saw one of the two charges or both is chance.
        var payments = await Task.WhenAll(resellers.Select(reseller => reseller.PaymentsAsync()));
        Assert.All(payments, each => Assert.Contains(Assert.Single(each.Skip(1)), new[] { "AUTOPAYMENT POSTED 407.20", "AUTOPAYMENT POSTED 415.60" }));
        var charges = (await provider.BooksAsync()).Charges;
        Assert.All(charges, charge => Assert.Equal(1, charge.Effects));
        Assert.Equal(payments.Select(each => each[1]).Order(), charges.Select(charge => $"AUTOPAYMENT POSTED {new Money(charge.Amount)}").Order());
    }

    [PostgresFact]
    public async Task A_job_of_two_hosts_leaves_nobody_out_and_does_nothing_twice_though_one_host_dies_of_it()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var world = await World.StartAsync(DatabaseKind.Postgres, services => services.AddSingleton<Waiting, NoWaiting>(), settings: provider.HostSettings);
        await provider.FollowAsync(world);
        var resellers = await ResellersAsync(world, count: 4, quantity: 22); // 184.80 leave 815.20, and a month costs 264.00

        List<string> months = [];
        foreach (var point in (string[])["C17:2", "C18:2", "C19:2"])
        {
            world.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 1, 0, 5, 0, TimeSpan.Zero).AddMonths(months.Count + 1));
            await TogetherAsync<ChargeMonths>(world, resellers[0], point);
            await world.SettleAsync();
            months.Insert(0, $"{world.Clock.GetUtcNow():yyyy-MM-dd}");
            foreach (var reseller in resellers) Assert.Equal(months, await InvoicedAsync(reseller));
        }

        foreach (var reseller in resellers) (await reseller.SaveAutopaymentAsync("AUTO_ADD_FUNDS", "500.00")).Worked("saveAutopayment");
        await TogetherAsync<ScanForAutopayments>(world, resellers[0], "C21");
        foreach (var reseller in resellers) Assert.Equal(["DEPOSIT POSTED 1000.00", "AUTOPAYMENT CREATED 476.80"], await reseller.PaymentsAsync());

        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await TogetherAsync<Janitor>(world, resellers[0], "C7");
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await world.RunJobAsync<Janitor>();
        foreach (var reseller in resellers) Assert.Equal(["DEPOSIT POSTED 1000.00", "AUTOPAYMENT POSTED 476.80"], await reseller.PaymentsAsync());
        var charges = (await provider.BooksAsync()).Charges;
        Assert.Equal(resellers.Select(_ => (476_80L, 1)), charges.Select(charge => (charge.Amount, charge.Effects)));
    }

    /// <summary>Resellers with a card of Stripe, who run so much since today.</summary>
    private static async Task<IReadOnlyList<Api>> ResellersAsync(World world, int count, int quantity)
    {
        List<Api> resellers = [];
        for (var i = 0; i < count; i++)
        {
            var reseller = await world.ResellerAsync();
            (await reseller.AddCardAsync("pm_card_visa", makeCurrent: true, gateway: "stripe")).Worked("addPaymentMethod");
            await world.RunAsync(await reseller.NumberAsync(), quantity);
            resellers.Add(reseller);
        }

        await world.SettleAsync();
        return resellers;
    }

    private static Task<Answer> AddAsync(Api reseller, string ip) => reseller.SendAsync(
        "mutation($ip: IpAddress!, $key: IdempotencyKey!) { addIpLicense(input: { ip: $ip, type: \"CLOUDLINUX_OS\", idempotencyKey: $key }) { errors { ... on Error { code message } } } }",
        new { ip, key = World.Key() });

    /// <summary>
    /// Lets this host and one that dies of it run a job at once. Both begin with the first reseller, whose books are locked until both are there,
    /// and who comes first has the first turn: the one that dies.
    /// </summary>
    private static async Task TogetherAsync<TJob>(World world, Api first, string point)
        where TJob : IJob
    {
        var connection = world.HostSettings.Single(setting => setting.Name == "ConnectionStrings:Cln").Value!;
        await using var database = NpgsqlDataSource.Create(connection);
        await using var holder = await database.OpenConnectionAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand($"SELECT 1 FROM billing_books WHERE reseller_id = {await first.NumberAsync()} FOR UPDATE", holder);
        await hold.ExecuteScalarAsync();

        var dies = HostProcess.CommandAsync(world.Folder, ["job", typeof(TJob).Name], [.. world.HostSettings, ("ConnectionStrings:Cln", $"{connection};Application Name=dies"), ("CRASH_AT", point)]);
        await WaitingAsync(database, "application_name = 'dies'");
        var lives = Task.Run(() => world.RunJobAsync<TJob>());
        await WaitingAsync(database, "application_name <> 'dies'");
        await held.RollbackAsync();
        await lives;
        var (exitCode, output) = await dies;
        Assert.True(exitCode != 0, $"The host that was to die at {point} has ended: {output}");
    }

    private static async Task WaitingAsync(NpgsqlDataSource database, string who)
    {
        await using var waiting = database.CreateCommand($"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND {who}");
        while ((long)(await waiting.ExecuteScalarAsync())! == 0) await Task.Delay(50);
    }

    private static async Task<IEnumerable<string?>> InvoicedAsync(Api reseller) =>
        (await reseller.SendAsync("{ invoices(first: 100, where: { type: { eq: INVOICE } }, order: [{ createdAt: DESC }]) { nodes { payPeriod } } }")).Worked().List("invoices.nodes").Select(invoice => invoice.GetProperty("payPeriod").GetString());

    /// <summary>The clock stands, so that the lease of the dead is not over however long one waits.</summary>
    private sealed class NoWaiting : Waiting
    {
        public override Task ForAsync(TimeSpan time, CancellationToken cancellation) => Task.CompletedTask;
    }
}
