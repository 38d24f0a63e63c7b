using Cln.Contracts;

namespace Cln.Tests.Gateways;

/// <summary>
/// What can be tried with PayPal's own sandbox and without a browser: run when <c>CLN_TEST_PAYPAL_CLIENT_ID</c> and <c>CLN_TEST_PAYPAL_SECRET</c> have an app of it.
/// </summary>
[NeedsVariable(ClientId)]
public sealed class PayPalSandboxTests
{
    private const string ClientId = "CLN_TEST_PAYPAL_CLIENT_ID";

    [Promise]
    public async Task An_order_waits_for_its_payer_is_the_same_for_the_same_key_and_is_given_up()
    {
        await using var bench = await PayPalSandboxBench.StartAsync();
        var order = await bench.OrderAsync(method: null);

        var made = await bench.Gateway.CreateAsync(order, CancellationToken.None);
        var early = await bench.Gateway.ConfirmAsync(made.Id, order, CancellationToken.None);
        var found = await bench.Gateway.FindAsync(made.Id, CancellationToken.None);
        var canceled = await bench.Gateway.CancelAsync(made.Id, order.Key, CancellationToken.None);

        Assert.All([made, early, found], payment => Assert.Equal((made.Id, GatewayStatus.AwaitsPayer, new Money(50_00), "USD", order.Key), (payment.Id, payment.Status, payment.Amount, payment.Currency, payment.Key)));
        Assert.Contains("sandbox.paypal.com", made.ApprovalUrl);
        Assert.Equal(GatewayStatus.Canceled, canceled.Status);
    }

    [Promise]
    public async Task A_wallet_is_kept_only_after_its_owner_has_approved_it()
    {
        await using var bench = await PayPalSandboxBench.StartAsync();
        var number = await bench.NumberAsync();

        var setup = await bench.Gateway.BeginKeepingAsync(new(World.Key(), number, new("https://console.example/back", "https://console.example/gone")), CancellationToken.None);

        Assert.Contains("sandbox.paypal.com", setup.ApprovalUrl);
        await Assert.ThrowsAsync<PaymentMethodRefused>(() => bench.Gateway.KeepAsync(new(number, setup.Id), CancellationToken.None));
    }

    [Promise]
    public async Task The_statement_can_be_read()
    {
        await using var bench = await PayPalSandboxBench.StartAsync();
        var until = bench.World.Clock.GetUtcNow() - TimeSpan.FromHours(4);

        await foreach (var movement in bench.Statement!.MovementsAsync(until - TimeSpan.FromDays(40), until, CancellationToken.None)) Assert.NotEqual("", movement.ChargeId);
    }
}

/// <summary>Whether PayPal takes a kept wallet when an order is captured; with <c>CLN_TEST_PAYPAL_WALLET</c>, a payment token that somebody has approved in a browser.</summary>
[NeedsVariable(Wallet)]
public sealed class PayPalSandboxWalletTests
{
    private const string Wallet = "CLN_TEST_PAYPAL_WALLET";

    [Promise]
    public async Task A_kept_wallet_is_charged_once_by_an_order_that_was_made_without_it()
    {
        await using var bench = await PayPalSandboxBench.StartAsync();
        var order = await bench.OrderAsync(Environment.GetEnvironmentVariable(Wallet));

        var made = await bench.Gateway.CreateAsync(order, CancellationToken.None);
        var paid = await bench.Gateway.ConfirmAsync(made.Id, order, CancellationToken.None);
        var again = await bench.Gateway.ConfirmAsync(made.Id, order, CancellationToken.None);

        Assert.Equal((GatewayStatus.Ready, GatewayStatus.Succeeded, paid.ChargeId), (made.Status, paid.Status, again.ChargeId));
    }
}

/// <summary>PayPal's sandbox, by the real clock.</summary>
internal sealed class PayPalSandboxBench(World world) : GatewayBench(world, "paypal")
{
    public static async Task<PayPalSandboxBench> StartAsync() => new(await World.StartAsync(
        now: TimeProvider.System.GetUtcNow(),
        settings: [("Gateways:PayPal:ClientId", Environment.GetEnvironmentVariable("CLN_TEST_PAYPAL_CLIENT_ID")), ("Gateways:PayPal:ClientSecret", Environment.GetEnvironmentVariable("CLN_TEST_PAYPAL_SECRET"))]));

    public override IReadOnlySet<BenchMethod> Offered => new HashSet<BenchMethod>();

    public override string RefusedToken => "nobody-began-this";

    public override Task<string> KeepAsync(BenchMethod method) => throw new NotSupportedException("A wallet is approved in a browser.");

    public override Task ApproveAsync(GatewayPayment waiting) => throw new NotSupportedException("An order is approved in a browser.");

    public override Task<int> EffectsAsync(string key) => throw new NotSupportedException("PayPal's books are told hours later.");
}
