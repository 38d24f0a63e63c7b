using Cln.FakeProviders.Hooks;

namespace Cln.FakeProviders.PayPal;

/// <summary>The part of PayPal's API that we use, and for how long each part remembers a PayPal-Request-Id.</summary>
internal static class PayPalSurface
{
    private static readonly TimeSpan Orders = TimeSpan.FromHours(6);
    private static readonly TimeSpan Payments = TimeSpan.FromDays(45);
    private static readonly TimeSpan Vault = TimeSpan.FromHours(3);

    public static void Map(WebApplication app)
    {
        app.MapPost("/v1/oauth2/token", PayPalTokens.IssueAsync);
        app.MapGet("/v1/notifications/certs/{id}", (string id, PayPalCertificate certificate) => id == certificate.Id ? Results.Text(certificate.Pem, "application/x-pem-file") : Results.NotFound());
        app.MapPost("/v1/notifications/verify-webhook-signature", PayPalVerification.VerifyAsync);

        Post(app, "/v2/checkout/orders", new(PayPalOrders.Create, Orders, PayPalOrders.Get));
        Get(app, "/v2/checkout/orders/{id}", PayPalOrders.Get);
        Post(app, "/v2/checkout/orders/{id}/capture", new(PayPalOrders.Capture, Orders, PayPalOrders.Get));

        Get(app, "/v2/payments/captures/{id}", PayPalCaptures.Get);
        Post(app, "/v2/payments/captures/{id}/refund", new(PayPalRefunds.Create, Payments, PayPalRefunds.Get));
        Get(app, "/v2/payments/refunds/{id}", PayPalRefunds.Get);

        Post(app, "/v3/vault/setup-tokens", new(PayPalVault.CreateSetup, Vault, PayPalVault.GetSetup));
        Get(app, "/v3/vault/setup-tokens/{id}", PayPalVault.GetSetup);
        Post(app, "/v3/vault/payment-tokens", new(PayPalVault.CreateWallet, Vault, PayPalVault.GetWallet));
        Get(app, "/v3/vault/payment-tokens", PayPalVault.ListWallets);
        Get(app, "/v3/vault/payment-tokens/{id}", PayPalVault.GetWallet);
        Map(app, HttpMethods.Delete, "/v3/vault/payment-tokens/{id}", new(PayPalVault.DeleteWallet));

        Get(app, "/v1/customer/disputes", PayPalDisputes.List);
        Get(app, "/v1/customer/disputes/{id}", PayPalDisputes.Get);

        Get(app, "/v1/notifications/webhooks-events", PayPalEvents.List);
        Get(app, "/v1/notifications/webhooks-events/{id}", PayPalEvents.Get);
        Post(app, "/v1/notifications/webhooks-events/{id}/resend", new(PayPalEvents.Resend));
        Get(app, "/v1/reporting/transactions", PayPalMovements.List);
    }

    private static void Get(WebApplication app, string path, Func<PayPalCall, Answer> execute) => Map(app, HttpMethods.Get, path, new(execute));

    private static void Post(WebApplication app, string path, PayPalOperation operation) => Map(app, HttpMethods.Post, path, operation);

    private static void Map(WebApplication app, string method, string path, PayPalOperation operation) =>
        app.MapMethods(path, [method], (HttpContext http, PayPalEndpoint endpoint) => endpoint.HandleAsync(http, operation));
}
