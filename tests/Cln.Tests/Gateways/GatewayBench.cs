using Cln.Contracts;
using Cln.Tests.Billing;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Gateways;

/// <summary>How a kept card or wallet behaves.</summary>
public enum BenchMethod
{
    Pays,
    Declines,
    LacksFunds,
    Expired,
    Lost,

    /// <summary>Asks for its holder.</summary>
    AsksForHolder,
}

/// <summary>A gateway to be tried, with what only a test can do: be the payer, and look into the gateway's own books.</summary>
public abstract class GatewayBench(World world, string code) : IAsyncDisposable
{
    private Api? reseller;
    private long? number;

    public World World => world;

    public IGateway Gateway => world.Services.GetServices<IGateway>().Single(gateway => gateway.Code == code);

    /// <summary>Null where the gateway has none.</summary>
    public IGatewayStatement? Statement => world.Services.GetServices<IGatewayStatement>().SingleOrDefault(statement => statement.Code == code);

    public async Task<Api> ResellerAsync() => reseller ??= await world.ResellerAsync();

    public async Task<long> NumberAsync() => number ??= await (await ResellerAsync()).NumberAsync();

    /// <summary>Those that can be kept with this gateway.</summary>
    public abstract IReadOnlySet<BenchMethod> Offered { get; }

    /// <summary>Keeps a card or wallet that behaves so, and answers the gateway's name for it.</summary>
    public abstract Task<string> KeepAsync(BenchMethod method);

    /// <summary>A token that the gateway doesn't keep.</summary>
    public abstract string RefusedToken { get; }

    /// <summary>The payer does what a payment waits for: confirms it, or approves it on the gateway's page.</summary>
    public abstract Task ApproveAsync(GatewayPayment waiting);

    /// <summary>How often money moved for the payment of this key, by the gateway's own books.</summary>
    public abstract Task<int> EffectsAsync(string key);

    public async Task<PaymentOrder> OrderAsync(string? method, bool offSession = true) => new(
        Guid.NewGuid().ToString("N"), await NumberAsync(), new(50_00), "USD", "Top up", method, method is null ? new("https://console.example/back", "https://console.example/gone") : null)
    {
        OffSession = offSession && method is not null,
    };

    /// <summary>A payment that has succeeded.</summary>
    public async Task<(PaymentOrder Order, GatewayPayment Payment)> PaidAsync()
    {
        var order = await OrderAsync(await KeepAsync(BenchMethod.Pays));
        var created = await Gateway.CreateAsync(order, CancellationToken.None);
        return (order, await Gateway.ConfirmAsync(created.Id, order, CancellationToken.None));
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await world.DisposeAsync();
    }
}
