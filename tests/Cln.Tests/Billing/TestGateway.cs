using System.Collections.Concurrent;
using Cln.Billing;
using Cln.Contracts;
using Cln.Host.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Billing;

/// <summary>A gateway whose book the test reads and writes, and which misbehaves as the test wants. The same key is the same payment.</summary>
internal sealed class TestGateway : IGateway
{
    private readonly ConcurrentDictionary<string, GatewayPayment> payments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, GatewayRefund> refunds = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> calls = new();

    public const string Name = "test";

    public string Code => Name;

    /// <summary>Runs before a call has its effect; what it throws is what the caller gets.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after a call has had its effect.</summary>
    public Func<string, Task> After { get; set; } = _ => Task.CompletedTask;

    /// <summary>What a payment that is created waits for.</summary>
    public GatewayStatus Created { get; set; } = GatewayStatus.Ready;

    /// <summary>What confirming a payment makes of it.</summary>
    public Func<GatewayPayment, GatewayPayment> Confirmed { get; set; } = payment => payment with { Status = GatewayStatus.Succeeded, ChargeId = $"ch_{payment.Id}" };

    /// <summary>What refunding makes of a refund.</summary>
    public GatewayRefundStatus Refunded { get; set; } = GatewayRefundStatus.Succeeded;

    /// <summary>Every call, in order: "create", "confirm", "find", "search", "cancel", "refund", "findRefund".</summary>
    public IReadOnlyList<string> Calls => [.. calls];

    public IEnumerable<GatewayPayment> Payments => payments.Values;

    /// <summary>The gateway's own one payment.</summary>
    public GatewayPayment Only => Assert.Single(payments.Values);

    public static Task<World> WorldAsync(TestGateway gateway, DatabaseKind kind = DatabaseKind.Sqlite, Action<IServiceCollection>? replace = null) =>
        World.StartAsync(kind, services =>
        {
            services.AddSingleton<IGateway>(gateway);
            services.AddSingleton(new GatewayPatience(TimeSpan.FromSeconds(20), [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero]));
            replace?.Invoke(services);
        });

    public void Change(string id, Func<GatewayPayment, GatewayPayment> change) => payments[id] = change(payments[id]);

    public int Count(string call) => calls.Count(made => made == call);

    public Task<MethodSetup> BeginKeepingAsync(MethodSetupOrder order, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<KeptMethod> KeepAsync(MethodToKeep method, CancellationToken cancellation) => Task.FromResult(new KeptMethod($"kept_{method.Token}", "Test •••• 1111", ExpiresOn: null));

    public Task ForgetAsync(string reference, CancellationToken cancellation) => Task.CompletedTask;

    public Task<GatewayPayment> CreateAsync(PaymentOrder order, CancellationToken cancellation) => CallAsync("create", () =>
    {
        var id = $"pay_{order.Key}";
        return payments.GetOrAdd(id, _ => new(id, Created, order.Amount, order.Currency) { Key = order.Key, ApprovalUrl = $"https://gateway.example/{id}" });
    });

    public Task<GatewayPayment> ConfirmAsync(string paymentId, PaymentOrder order, CancellationToken cancellation) =>
        CallAsync("confirm", () => payments.AddOrUpdate(paymentId, _ => throw new KeyNotFoundException(), (_, now) => now.Status == GatewayStatus.Ready ? Confirmed(now) : now));

    public Task<GatewayPayment> FindAsync(string paymentId, CancellationToken cancellation) => CallAsync("find", () => payments[paymentId]);

    public Task<GatewayPayment?> SearchAsync(PaymentOrder order, DateTimeOffset since, CancellationToken cancellation) => CallAsync("search", () => payments.GetValueOrDefault($"pay_{order.Key}"));

    public Task<GatewayPayment> CancelAsync(string paymentId, string key, CancellationToken cancellation) => CallAsync("cancel", () => payments.AddOrUpdate(
        paymentId, _ => throw new KeyNotFoundException(), (_, now) => now.Status is GatewayStatus.AwaitsPayer or GatewayStatus.Ready ? now with { Status = GatewayStatus.Canceled } : now));

    public Task<GatewayRefund> RefundAsync(RefundOrder order, CancellationToken cancellation) => CallAsync("refund", () => refunds.GetOrAdd(order.Key, _ =>
    {
        var refund = new GatewayRefund($"re_{order.Key}", Refunded, order.Amount, order.Currency) { Key = order.Key };
        Change(order.PaymentId, now => now with { Refunds = [.. now.Refunds, refund] });
        return refund;
    }));

    public Task<GatewayRefund> FindRefundAsync(string refundId, CancellationToken cancellation) =>
        CallAsync("findRefund", () => payments.Values.SelectMany(payment => payment.Refunds).Single(refund => refund.Id == refundId));

    private async Task<T> CallAsync<T>(string call, Func<T> effect)
    {
        calls.Enqueue(call);
        await Before(call);
        var result = effect();
        await After(call);
        return result;
    }
}
