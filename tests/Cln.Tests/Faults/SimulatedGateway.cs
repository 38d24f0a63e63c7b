using Cln.Contracts;

namespace Cln.Tests.Faults;

/// <summary>A card processor with a book of its own, which the simulation holds against ours.</summary>
internal sealed class SimulatedGateway(Random chance, TimeProvider clock, bool forgetsKeys)
{
    private readonly Dictionary<string, Entry> book = new(StringComparer.Ordinal);

    /// <summary>The money that was taken: its name and how much.</summary>
    public IReadOnlyList<(string ChargeId, Money Amount)> Charges =>
        [.. book.Values.Where(entry => entry.Answer.Status == GatewayStatus.Succeeded).Select(entry => (entry.Answer.ChargeId!, entry.Answer.Amount))];

    public GatewayPayment Create(PaymentOrder order)
    {
        if (!forgetsKeys && Search(order.Key) is { } known) return known;
        var fate = order.Method is null ? Fate.AsksPayer : Draw();
        var id = $"sim_{book.Count + 1}";
        book[id] = new(new(id, fate == Fate.AsksPayer ? GatewayStatus.AwaitsPayer : GatewayStatus.Ready, order.Amount, order.Currency) { Key = order.Key }, fate, clock.GetUtcNow());
        return book[id].Answer;
    }

    public GatewayPayment? Search(string key) => book.Values.FirstOrDefault(entry => entry.Answer.Key == key)?.Answer;

    public GatewayPayment Confirm(string id)
    {
        var entry = book[id];
        if (entry.Answer.Status != GatewayStatus.Ready) return Find(id);
        return Become(entry, entry.Fate switch
        {
            Fate.Declines => entry.Answer with { Status = GatewayStatus.Declined, Decline = new("insufficient_funds", DeclineClass.Soft, "No money.") },
            Fate.TakesTime => entry.Answer with { Status = GatewayStatus.Processing },
            _ => Taken(entry),
        });
    }

    /// <summary>What takes its time is done after two hours.</summary>
    public GatewayPayment Find(string id)
    {
        var entry = book[id];
        return entry.Answer.Status == GatewayStatus.Processing && clock.GetUtcNow() > entry.CreatedAt.AddHours(2) ? Become(entry, Taken(entry)) : entry.Answer;
    }

    public GatewayPayment Cancel(string id)
    {
        var entry = book[id];
        return entry.Answer.Status is GatewayStatus.Ready or GatewayStatus.AwaitsPayer ? Become(entry, entry.Answer with { Status = GatewayStatus.Canceled }) : Find(id);
    }

    private static GatewayPayment Taken(Entry entry) => entry.Answer with { Status = GatewayStatus.Succeeded, ChargeId = $"ch_{entry.Answer.Id}" };

    private GatewayPayment Become(Entry entry, GatewayPayment answer)
    {
        book[answer.Id] = entry with { Answer = answer };
        return answer;
    }

    private Fate Draw() => chance.Next(10) switch { < 2 => Fate.Declines, < 4 => Fate.TakesTime, _ => Fate.Pays };

    private enum Fate
    {
        Pays,
        Declines,
        TakesTime,
        AsksPayer,
    }

    private sealed record Entry(GatewayPayment Answer, Fate Fate, DateTimeOffset CreatedAt);
}

/// <summary>A host's connection to the processor: requests and answers take time, and both get lost.</summary>
internal sealed class SimulatedLine(Simulation simulation, SimulatedHost host) : IGateway
{
    public const string Name = "simulated";

    public string Code => Name;

    public Task<MethodSetup> BeginKeepingAsync(MethodSetupOrder order, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<KeptMethod> KeepAsync(MethodToKeep method, CancellationToken cancellation) => Task.FromResult(new KeptMethod(method.Token, "Simulated card", ExpiresOn: null));

    public Task ForgetAsync(string reference, CancellationToken cancellation) => Task.CompletedTask;

    public Task<GatewayPayment> CreateAsync(PaymentOrder order, CancellationToken cancellation) => CallAsync(gateway => gateway.Create(order));

    public Task<GatewayPayment> ConfirmAsync(string paymentId, PaymentOrder order, CancellationToken cancellation) => CallAsync(gateway => gateway.Confirm(paymentId));

    public Task<GatewayPayment> FindAsync(string paymentId, CancellationToken cancellation) => CallAsync(gateway => gateway.Find(paymentId));

    public Task<GatewayPayment?> SearchAsync(PaymentOrder order, DateTimeOffset since, CancellationToken cancellation) => CallAsync(gateway => gateway.Search(order.Key));

    public Task<GatewayPayment> CancelAsync(string paymentId, string key, CancellationToken cancellation) => CallAsync(gateway => gateway.Cancel(paymentId));

    public Task<GatewayRefund> RefundAsync(RefundOrder order, CancellationToken cancellation) => throw new RefundRefused("the simulation gives nothing back.");

    public Task<GatewayRefund> FindRefundAsync(string refundId, CancellationToken cancellation) => throw new NotSupportedException();

    private async Task<T> CallAsync<T>(Func<SimulatedGateway, T> call)
    {
        await simulation.PauseAsync(host);
        if (simulation.Loses()) throw new GatewayNotReached("The simulation lost the request.");
        var answer = call(simulation.Gateway);
        await simulation.PauseAsync(host);
        return simulation.Loses() ? throw new TimeoutException("The simulation lost the answer.") : answer;
    }
}
