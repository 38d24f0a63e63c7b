using Cln.Contracts;

namespace Cln.Tests.Gateways;

/// <summary>PayPal's client keeps the contract, against the fake provider.</summary>
public sealed class PayPalContractTests : GatewayContract
{
    protected override async Task<GatewayBench> StartAsync() => await FakePayPalBench.StartAsync();
}

/// <inheritdoc cref="PayPalContractTests"/>
public sealed class PayPalMethodContractTests : GatewayMethodContract
{
    protected override async Task<GatewayBench> StartAsync() => await FakePayPalBench.StartAsync();
}

/// <summary>The same where kept wallets are charged in one step.</summary>
public sealed class PayPalSingleStepContractTests : GatewayContract
{
    protected override async Task<GatewayBench> StartAsync() => await FakePayPalBench.StartAsync(("Gateways:PayPal:KeptCharges", "SingleStep"));
}

/// <summary>PayPal, played by the fake provider on one clock with the host.</summary>
internal sealed class FakePayPalBench(World world, FakeProvider provider) : GatewayBench(world, "paypal")
{
    private static readonly Dictionary<BenchMethod, string> wallets = new() { [BenchMethod.Pays] = "pays", [BenchMethod.Declines] = "declines" };

    public FakeProvider Provider => provider;

    public static async Task<FakePayPalBench> StartAsync(params (string Name, string? Value)[] settings)
    {
        var provider = await FakeProvider.StartAsync();
        var world = await World.StartAsync(settings: [.. provider.HostSettings, .. settings]);
        await provider.FollowAsync(world);
        return new(world, provider);
    }

    public override IReadOnlySet<BenchMethod> Offered => wallets.Keys.ToHashSet();

    public override string RefusedToken => "nobody-began-this";

    public override async Task<string> KeepAsync(BenchMethod method) => (await KeptAsync(wallets[method])).Reference;

    /// <summary>The owner of such a wallet agrees on PayPal's page.</summary>
    public async Task<KeptMethod> KeptAsync(string wallet)
    {
        var setup = await BeginAsync();
        await provider.ApproveAsync(setup.ApprovalUrl!, wallet);
        return await Gateway.KeepAsync(new(await NumberAsync(), setup.Id), CancellationToken.None);
    }

    public async Task<MethodSetup> BeginAsync() =>
        await Gateway.BeginKeepingAsync(new(Guid.NewGuid().ToString("N"), await NumberAsync(), new("https://console.example/back", "https://console.example/gone")), CancellationToken.None);

    public override async Task ApproveAsync(GatewayPayment waiting) => await provider.ApproveAsync(waiting.ApprovalUrl!);

    public override async Task<int> EffectsAsync(string key) => (await provider.BooksAsync()).Charges.Where(charge => charge.Key == key).Sum(charge => charge.Effects);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await provider.DisposeAsync();
    }
}
