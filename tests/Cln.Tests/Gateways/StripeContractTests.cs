using Cln.Contracts;

namespace Cln.Tests.Gateways;

/// <summary>Stripe's client keeps the contract, against the fake provider.</summary>
public sealed class StripeContractTests : GatewayContract
{
    protected override Task<GatewayBench> StartAsync() => FakeStripeBench.StartAsync();
}

/// <inheritdoc cref="StripeContractTests"/>
public sealed class StripeMethodContractTests : GatewayMethodContract
{
    protected override Task<GatewayBench> StartAsync() => FakeStripeBench.StartAsync();
}

/// <summary>Stripe, played by the fake provider on one clock with the host.</summary>
internal sealed class FakeStripeBench(World world, FakeProvider provider) : GatewayBench(world, "stripe")
{
    private static readonly Dictionary<BenchMethod, string> tokens = new()
    {
        [BenchMethod.Pays] = "pm_card_visa",
        [BenchMethod.Declines] = "pm_card_chargeCustomerFail",
        [BenchMethod.LacksFunds] = "pm_card_decline_insufficient_funds",
        [BenchMethod.Expired] = "pm_card_decline_expired_card",
        [BenchMethod.Lost] = "pm_card_decline_lost_card",
        [BenchMethod.AsksForHolder] = "pm_card_authenticationRequired",
    };

    public FakeProvider Provider => provider;

    public static async Task<GatewayBench> StartAsync() => await StartFakeAsync();

    public static async Task<FakeStripeBench> StartFakeAsync()
    {
        var provider = await FakeProvider.StartAsync();
        var world = await World.StartAsync(settings: provider.HostSettings);
        await provider.FollowAsync(world);
        return new(world, provider);
    }

    public override IReadOnlySet<BenchMethod> Offered => tokens.Keys.ToHashSet();

    public override string RefusedToken => "pm_card_chargeDeclined";

    public override async Task<string> KeepAsync(BenchMethod method) => await KeepAsync(tokens[method]);

    public async Task<string> KeepAsync(string token) => (await Gateway.KeepAsync(new(await NumberAsync(), token), CancellationToken.None)).Reference;

    /// <summary>In the browser: enters a card where one is asked for, and confirms to the bank what it asks.</summary>
    public override async Task ApproveAsync(GatewayPayment waiting)
    {
        var now = await Gateway.FindAsync(waiting.Id, CancellationToken.None);
        if (await IsWaitingForTheBankAsync(now.Id)) await provider.ConfirmToTheBankAsync(now.ClientSecret!);
        else await provider.EnterCardAsync(now.ClientSecret!, "4242424242424242");
    }

    public override async Task<int> EffectsAsync(string key) => (await provider.BooksAsync()).Charges.Where(charge => charge.Key == key).Sum(charge => charge.Effects);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await provider.DisposeAsync();
    }

    private async Task<bool> IsWaitingForTheBankAsync(string id)
    {
        using var answer = await provider.StripeAsync(HttpMethod.Get, $"/v1/payment_intents/{id}", key: null);
        return (await answer.Content.ReadAsStringAsync()).Contains("\"requires_action\"", StringComparison.Ordinal);
    }
}
