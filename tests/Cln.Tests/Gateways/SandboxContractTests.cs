using Cln.Billing;
using Cln.Contracts;
using Cln.Data;
using Cln.Tests.Billing;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Gateways;

/// <summary>The gateway that needs no account keeps the contract.</summary>
public sealed class SandboxContractTests : GatewayContract
{
    protected override async Task<GatewayBench> StartAsync() => new SandboxBench(await World.StartAsync());
}

/// <inheritdoc cref="SandboxContractTests"/>
public sealed class SandboxMethodContractTests : GatewayMethodContract
{
    protected override async Task<GatewayBench> StartAsync() => new SandboxBench(await World.StartAsync(settings: ("Gateways:Sandbox:FeePerMille", "29")));
}

internal sealed class SandboxBench(World world) : GatewayBench(world, "sandbox")
{
    private static readonly Dictionary<BenchMethod, string> tokens = new()
    {
        [BenchMethod.Pays] = "pm_card_visa",
        [BenchMethod.Declines] = "pm_card_chargeCustomerFail",
        [BenchMethod.LacksFunds] = "pm_card_failsForLackOfFunds",
        [BenchMethod.Expired] = "pm_card_failsAsExpired",
        [BenchMethod.Lost] = "pm_card_failsAsLost",
    };

    public override IReadOnlySet<BenchMethod> Offered => tokens.Keys.ToHashSet();

    public override string RefusedToken => "pm_card_chargeDeclined";

    public override async Task<string> KeepAsync(BenchMethod method) => (await Gateway.KeepAsync(new(await NumberAsync(), tokens[method]), CancellationToken.None)).Reference;

    public override async Task ApproveAsync(GatewayPayment waiting) =>
        await World.InUnitAsync((SandboxBook book) => book.DecideAsync(waiting.Id, approves: true, CancellationToken.None));

    public override Task<int> EffectsAsync(string key) =>
        World.InUnitAsync((ClnDbContext db) => db.SandboxPayments.CountAsync(payment => payment.OrderKey == key && payment.Status == GatewayStatus.Succeeded));
}
