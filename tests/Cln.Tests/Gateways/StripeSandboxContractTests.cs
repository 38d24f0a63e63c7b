using Cln.Contracts;
using Stripe;

namespace Cln.Tests.Gateways;

/// <summary>The same against Stripe itself, in test mode: run when <c>CLN_TEST_STRIPE_KEY</c> has a key of a test account.</summary>
[NeedsVariable(StripeSandboxBench.Variable)]
public sealed class StripeSandboxContractTests : GatewayContract
{
    protected override Task<GatewayBench> StartAsync() => StripeSandboxBench.StartAsync();
}

/// <inheritdoc cref="StripeSandboxContractTests"/>
[NeedsVariable(StripeSandboxBench.Variable)]
public sealed class StripeSandboxMethodContractTests : GatewayMethodContract
{
    protected override Task<GatewayBench> StartAsync() => StripeSandboxBench.StartAsync();
}

/// <summary>Stripe's test mode. Its clock is the real one, and so is the host's.</summary>
internal sealed class StripeSandboxBench(World world, StripeClient client) : GatewayBench(world, "stripe")
{
    public const string Variable = "CLN_TEST_STRIPE_KEY";

    private static readonly Dictionary<BenchMethod, string> tokens = new()
    {
        [BenchMethod.Pays] = "pm_card_visa",
        [BenchMethod.Declines] = "pm_card_chargeCustomerFail",
        [BenchMethod.AsksForHolder] = "pm_card_authenticationRequired",
    };

    public static async Task<GatewayBench> StartAsync()
    {
        var key = Environment.GetEnvironmentVariable(Variable)!;
        var world = await World.StartAsync(
            now: TimeProvider.System.GetUtcNow(),
            settings: [("Gateways:Stripe:SecretKey", key), ("Gateways:Stripe:PublishableKey", "pk_test_unused"), ("Gateways:Stripe:WebhookSecrets:0", "whsec_unused")]);
        return new StripeSandboxBench(world, new(key));
    }

    public override IReadOnlySet<BenchMethod> Offered => tokens.Keys.ToHashSet();

    public override string RefusedToken => "pm_card_chargeDeclined";

    public override async Task<string> KeepAsync(BenchMethod method) => (await Gateway.KeepAsync(new(await NumberAsync(), tokens[method]), CancellationToken.None)).Reference;

    /// <summary>No browser is at hand: a card is entered by the API, and what a bank asks can't be answered.</summary>
    public override async Task ApproveAsync(GatewayPayment waiting) =>
        await client.V1.PaymentIntents.ConfirmAsync(waiting.Id, new() { PaymentMethod = "pm_card_visa", ReturnUrl = "https://console.example/back" });

    public override async Task<int> EffectsAsync(string key)
    {
        var count = 0;
        var options = new ChargeListOptions { Created = new DateRangeOptions { GreaterThanOrEqual = World.Clock.GetUtcNow().UtcDateTime.AddMinutes(-10) }, Limit = 100 };
        await foreach (var charge in client.V1.Charges.ListAutoPagingAsync(options))
        {
            if (charge.Paid && charge.Metadata.GetValueOrDefault("attempt_id") == key) count++;
        }

        return count;
    }
}
