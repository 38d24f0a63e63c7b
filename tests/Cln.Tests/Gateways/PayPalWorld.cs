using Cln.Billing;
using Cln.Contracts;
using Cln.Host.Data;
using Cln.Tests.Billing;
using Cln.Tests.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Gateways;

/// <summary>The host with PayPal, and a script in PayPal's place.</summary>
public sealed class PayPalWorld : IAsyncLifetime
{
    private int orders;

    public World World { get; private set; } = null!;

    public Api Reseller { get; private set; } = null!;

    public long ResellerId { get; private set; }

    internal ScriptedPayPal Script { get; } = new();

    public IGateway Gateway => World.Services.GetServices<IGateway>().Single(gateway => gateway.Code == "paypal");

    public IGatewayStatement Statement => World.Services.GetServices<IGatewayStatement>().Single(gateway => gateway.Code == "paypal");

    internal IWebhookSource Webhooks => World.Services.GetServices<IWebhookSource>().Single(gateway => gateway.Gateway == "paypal");

    public static Task<World> StartAsync(HttpMessageHandler script, params (string Name, string? Value)[] settings) => World.StartAsync(
        DatabaseKind.Sqlite,
        services =>
        {
            foreach (var name in (string[])[PayPalHttp.Asking, PayPalHttp.Doing, PayPalCertificates.Fetching])
                services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(() => script);
        },
        now: null,
        settings: [("Gateways:PayPal:ClientId", "client"), ("Gateways:PayPal:ClientSecret", "secret"), ("Gateways:PayPal:WebhookId", "WH-OURS"), .. settings]);

    public async Task InitializeAsync()
    {
        World = await StartAsync(Script);
        World.ExpectsErrors = true;
        Reseller = await World.ResellerAsync();
        ResellerId = await Reseller.NumberAsync();
    }

    public Task DisposeAsync() => World.DisposeAsync().AsTask();

    /// <summary>An order of a payer who approves it on PayPal's page.</summary>
    public PaymentOrder Checkout() => new(NextKey(), ResellerId, new(2_000), "USD", "Top up, PayPal", Method: null, new("https://console.example/back", "https://console.example/gone"));

    /// <summary>An order that a kept wallet pays while its owner is away.</summary>
    public PaymentOrder Kept() => new(NextKey(), ResellerId, new(2_000), "USD", "Autopayment, PayPal", "wallet-1", Checkout: null) { OffSession = true };

    /// <summary>Makes an order that PayPal then shows in this state.</summary>
    public async Task<(PaymentOrder Order, string Id)> CreatedAsync(PaymentOrder order, string? status = null)
    {
        var id = $"ORDER-{order.Key}";
        var kept = order.Method is not null;
        status ??= kept ? "CREATED" : "PAYER_ACTION_REQUIRED";
        Script.On("POST /v2/checkout/orders", ScriptedPayPal.Json(201, ScriptedPayPal.Order(id, kept ? "CREATED" : "PAYER_ACTION_REQUIRED", order.Key, kept ? "kept" : "approved")));
        Shows(order, status);
        var made = await Gateway.CreateAsync(order, CancellationToken.None);
        Assert.Equal(id, made.Id);
        return (order, id);
    }

    /// <summary>From now on PayPal shows the order like this.</summary>
    public void Shows(PaymentOrder order, string status, string? capture = null, string amount = "20.00", string refunds = "") => Script.On(
        $"GET /v2/checkout/orders/ORDER-{order.Key}",
        ScriptedPayPal.Json(200, ScriptedPayPal.Order($"ORDER-{order.Key}", status, order.Key, order.Method is null ? "approved" : "kept", capture, amount, refunds)));

    internal void Captures(PaymentOrder order, params Func<HttpResponseMessage>[] answers) => Script.On($"POST /v2/checkout/orders/ORDER-{order.Key}/capture", answers);

    private string NextKey() => $"key{Interlocked.Increment(ref orders):00}{Guid.NewGuid():N}"[..32];
}
