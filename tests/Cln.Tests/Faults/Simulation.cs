using System.Text.Json;
using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Cln.Host.Data;
using Cln.Host.Events;
using Cln.Host.Graph;
using Cln.Host.Graph.Transport;
using Cln.Host.Mail;
using Cln.Tests.Data;
using GraphQL;
using GraphQL.Types;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cln.Tests.Faults;

/// <summary>
/// Two hosts on one database, in one thread: at each commit and each message to the gateway a seeded draw decides who goes on, whether the
/// message gets lost, a host is killed or the clock jumps. The same seed is the same run.
/// </summary>
/// <remarks>SQLite answers at once, so nothing waits but what the simulation makes wait, and it runs on when the simulation says so.</remarks>
internal sealed class Simulation : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly Random chance;
    private readonly SimulatedHost?[] hosts = new SimulatedHost?[2];
    private readonly List<SimulatedHost> dead = [];
    private readonly List<(SimulatedHost Host, TaskCompletionSource Goes)> waiting = [];
    private readonly List<Wish> wishes = [];
    private ISchema? schema;
    private long reseller;
    private bool calm = true;
    private int thread;

    private Simulation(int seed, TestDatabase database, bool forgetsKeys)
    {
        this.database = database;
        chance = new Random(seed);
        Gateway = new(chance, Clock, forgetsKeys);
    }

    public FakeTimeProvider Clock { get; } = new(World.Begins);

    public SimulatedGateway Gateway { get; }

    /// <summary>What went wrong beyond what was made to go wrong.</summary>
    public List<string> Surprises { get; } = [];

    /// <summary>Runs so many steps, and then what is unfinished to its end. It stays on one thread, so that only the draws decide.</summary>
    /// <param name="seed">What everything is drawn from.</param>
    /// <param name="steps">How many steps with faults.</param>
    /// <param name="forgetsKeys">The gateway makes another payment of a request that it has had before: a fault that the findings must show.</param>
    public static async Task<Simulation> RunAsync(int seed, int steps, bool forgetsKeys = false)
    {
        var simulation = new Simulation(seed, await TestDatabase.CreateAsync(DatabaseKind.Sqlite), forgetsKeys);
        await Task.Run(() => simulation.Run(steps));
        return simulation;
    }

    /// <summary>Lets this host wait until the draw says that it goes on.</summary>
    public async Task PauseAsync(SimulatedHost host)
    {
        if (!host.Lives) throw new HostDied();
        if (Environment.CurrentManagedThreadId != thread) throw new InvalidOperationException("Something waited for more than the simulation, and went on elsewhere.");
        var goes = new TaskCompletionSource();
        waiting.Add((host, goes));
        await goes.Task;
        if (!host.Lives) throw new HostDied();
    }

    /// <summary>True when a message gets lost.</summary>
    public bool Loses() => !calm && chance.Next(6) == 0;

    /// <summary>What isn't as it has to be when everything is quiet.</summary>
    public async Task<IReadOnlyList<string>> FindingsAsync()
    {
        List<string> findings = [.. Surprises];
        await using var scope = hosts[0]!.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        findings.AddRange((await Checkup.RunAsync(hosts[0]!.Services.GetRequiredService<IServiceScopeFactory>(), CancellationToken.None)).Where(finding => finding.Broken.Count > 0).Select(finding => finding.ToString()));

        var payments = await db.Payments.AsNoTracking().ToListAsync();
        findings.AddRange(payments.Where(payment => payment.State.IsOpen()).Select(payment => $"Payment {payment.Id} is still {payment.State}."));
        findings.AddRange(payments.GroupBy(payment => (payment.Purpose, payment.IdempotencyKey)).Where(same => same.Count() > 1).Select(same => $"{same.Key} was paid {same.Count()} times."));
        var ours = payments.Where(payment => payment.LedgerTransactionId is not null).Select(payment => (payment.GatewayChargeId!, payment.Amount)).Order();
        if (!ours.SequenceEqual(Gateway.Charges.Order())) findings.Add($"The gateway took {string.Join(", ", Gateway.Charges.Order())}; our books have {string.Join(", ", ours)}.");
        findings.AddRange(wishes.Where(wish => wish.Answer is null).Select(wish => $"{wish.Key} was never answered."));
        return findings;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in dead.Concat(hosts.OfType<SimulatedHost>())) await host.DisposeAsync();
        await database.DisposeAsync();
    }

    private void Run(int steps)
    {
        thread = Environment.CurrentManagedThreadId;
        Start(0);
        Start(1);
        Do(hosts[0]!, PrepareAsync);
        Drain();
        calm = false;
        for (var step = 0; step < steps; step++)
        {
            if (waiting.Count > 0 && chance.Next(3) > 0) GoOn();
            else Something();
        }

        Calm();
    }

    /// <summary>No more faults: the clock runs on for three days, and all that is unfinished has the time to be finished.</summary>
    private void Calm()
    {
        calm = true;
        Drain();
        for (var hour = 0; hour < 76; hour++)
        {
            Clock.Advance(TimeSpan.FromHours(1));
            foreach (var wish in wishes.Where(wish => wish.Answer is null)) Do(hosts[0]!, () => SendAsync(hosts[0]!, wish));
            Drain();
            foreach (var work in (Func<SimulatedHost, Task>[])[DispatchAsync, JanitorAsync, StagedAsync, MailAsync]) Do(hosts[hour % 2]!, () => work(hosts[hour % 2]!));
            Drain();
        }
    }

    private void Something()
    {
        var host = hosts[chance.Next(hosts.Length)]!;
        switch (chance.Next(14))
        {
            case 0: Kill(chance.Next(hosts.Length)); break;
            case 1: Clock.Advance(TimeSpan.FromSeconds(chance.Next(1, 600))); break;
            case 2 or 3: Do(host, () => JanitorAsync(host)); break;
            case 4 or 5: Do(host, () => DispatchAsync(host)); break;
            case 6: Do(host, () => StagedAsync(host)); break;
            case 7 or 8: Do(host, () => NewsAsync(host)); break;
            case 9 or 10: Do(host, () => SendAsync(host, Wanted(TopUp(chance.Next(1_000, 9_000))))); break;
            case 11 when wishes.Find(MayBeSentAgain) is { } lost: Do(host, () => SendAsync(host, lost)); break;
            default: Do(host, () => SendAsync(host, Wanted(Add(chance.Next(1, 200))))); break;
        }
    }

    private void GoOn()
    {
        var index = chance.Next(waiting.Count);
        var goes = waiting[index].Goes;
        waiting.RemoveAt(index);
        goes.SetResult();
    }

    private void Drain()
    {
        while (waiting.Count > 0) GoOn();
    }

    private void Start(int index)
    {
        hosts[index] = SimulatedHost.Start(this, database, schema);
        schema ??= hosts[index]!.Services.GetRequiredService<ISchema>();
    }

    /// <summary>What the host was waiting for never comes.</summary>
    private void Kill(int index)
    {
        var host = hosts[index]!;
        host.Kill();
        dead.Add(host);
        waiting.RemoveAll(one => one.Host == host);
        foreach (var wish in wishes.Where(wish => wish.Host == host)) wish.Host = null;
        Start(index);
    }

    /// <summary>Begins some work, which runs until it first has to wait.</summary>
    private void Do(SimulatedHost host, Func<Task> work) => _ = NotedAsync(work());

    private async Task NotedAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (HostDied)
        {
            // As it was meant to.
        }
        catch (Exception failure)
        {
            Surprises.Add(failure.ToString());
        }
    }

    private async Task PrepareAsync()
    {
        await using (var scope = hosts[0]!.PlatformScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
            var row = new Reseller
            {
                Name = "Simulated Hosting",
                Login = "simulated",
                BillingEmail = "billing@simulated.example",
                TierCode = "silver",
                FirstName = "Ada",
                LastName = "Byron",
                Country = "DE",
                CreatedAt = Clock.GetUtcNow(),
                State = ResellerState.Active,
            };
            db.Add(row);
            await db.SaveChangesAsync();
            reseller = row.Id;
        }

        await AskAsync(hosts[0]!, """mutation { addPaymentMethod(input: { gateway: "simulated", token: "card", makeCurrent: true }) { paymentMethod { id } errors { ... on Error { code } } } }""");
    }

    private static string TopUp(int cents) => $$"""topUp(input: { amount: "{{new Money(cents)}}", idempotencyKey: "KEY" }) { payment { id } errors { ... on Error { code } } }""";

    private static string Add(int host) => $$"""addIpLicense(input: { ip: "198.51.100.{{host}}", type: "IMUNIFY360_SINGLE", idempotencyKey: "KEY" }) { ipLicense { id } errors { ... on Error { code } } }""";

    private Wish Wanted(string mutation)
    {
        var wish = new Wish($"simulated-wish-{wishes.Count:0000}", mutation);
        wishes.Add(wish);
        return wish;
    }

    /// <summary>A call whose host died is sent again once its lock has lapsed, as a client does that heard nothing.</summary>
    private bool MayBeSentAgain(Wish wish) => wish is { Answer: null, Host: null } && Clock.GetUtcNow() > wish.SentAt.AddSeconds(61);

    private async Task SendAsync(SimulatedHost host, Wish wish)
    {
        (wish.Host, wish.SentAt) = (host, Clock.GetUtcNow());
        var answer = await AskAsync(host, "mutation { " + wish.Mutation.Replace("KEY", wish.Key, StringComparison.Ordinal) + " }");
        wish.Answer = answer.ToString();
        if (answer.TryGetProperty("errors", out _)) Surprises.Add($"{wish.Mutation}: {answer}");
    }

    private async Task<JsonElement> AskAsync(SimulatedHost host, string document)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().SignIn("simulation", userId: null, reseller, Scopes.All.Where(scope => scope != Scopes.Operator));
        var result = await host.Services.GetRequiredService<GraphExecutor>().ExecuteAsync(new GraphRequest(document, OperationName: null, Variables: null, Extensions: null), scope.ServiceProvider, CancellationToken.None);
        if (!host.Lives) throw new HostDied();
        return JsonDocument.Parse(scope.ServiceProvider.GetRequiredService<IGraphQLTextSerializer>().Serialize(result)).RootElement;
    }

    /// <summary>The gateway has told of a payment: of any, and at any time.</summary>
    private static async Task NewsAsync(SimulatedHost host)
    {
        await using var scope = host.PlatformScope();
        if (await scope.ServiceProvider.GetRequiredService<ClnDbContext>().Payments.OrderByDescending(payment => payment.Id).Select(payment => (long?)payment.Id).FirstOrDefaultAsync() is { } payment)
            await scope.ServiceProvider.GetRequiredService<Convergence>().ConvergeAsync(payment, CancellationToken.None);
    }

    private static async Task JanitorAsync(SimulatedHost host)
    {
        await using var scope = host.PlatformScope();
        await scope.ServiceProvider.GetRequiredService<Janitor>().RunAsync(CancellationToken.None);
    }

    private static Task DispatchAsync(SimulatedHost host) => host.Services.GetRequiredService<EventDispatcher>().DispatchAsync(CancellationToken.None);

    private static Task MailAsync(SimulatedHost host) => host.Services.GetRequiredService<MailSender>().SendDueAsync(CancellationToken.None);

    private static async Task StagedAsync(SimulatedHost host)
    {
        await using var scope = host.PlatformScope();
        await scope.ServiceProvider.GetRequiredService<StagedAutopayments>().SendAsync(CancellationToken.None);
    }

    /// <summary>Something that the reseller's program wants to happen once.</summary>
    private sealed record Wish(string Key, string Mutation)
    {
        public SimulatedHost? Host { get; set; }

        public DateTimeOffset SentAt { get; set; }

        public string? Answer { get; set; }
    }
}
