using System.Text.Json;
using Stripe;

namespace Cln.Tests.FakeProviders;

/// <summary>What tests say to the played Stripe, by Stripe's own SDK.</summary>
internal static class PlayedStripe
{
    public static StripeClient Client(this FakeProvider provider) =>
        new(FakeProvider.StripeKey, httpClient: new SystemNetHttpClient(maxNetworkRetries: 0), apiBase: provider.Address.GetLeftPart(UriPartial.Authority));

    public static async Task<string> CustomerAsync(this FakeProvider provider) =>
        (await provider.Client().V1.Customers.CreateAsync(new() { Name = "Ada", Metadata = new() { ["reseller_id"] = "7" } })).Id;

    /// <summary>A payment that waits to be confirmed.</summary>
    public static async Task<PaymentIntent> PaymentAsync(this FakeProvider provider, string? method = "pm_card_visa", long amount = 2000, string? customer = null) =>
        await provider.Client().V1.PaymentIntents.CreateAsync(new()
        {
            Amount = amount,
            Currency = "usd",
            Customer = customer ?? await provider.CustomerAsync(),
            PaymentMethod = method,
            AllowedPaymentMethodTypes = ["card"],
            Metadata = new() { ["attempt_id"] = Guid.NewGuid().ToString() },
        });

    public static async Task<PaymentIntent> PaidAsync(this FakeProvider provider, string method = "pm_card_visa", long amount = 2000) =>
        await provider.ConfirmAsync(await provider.PaymentAsync(method, amount));

    public static Task<PaymentIntent> ConfirmAsync(this FakeProvider provider, PaymentIntent payment, bool offSession = true, string? key = null) =>
        provider.Client().V1.PaymentIntents.ConfirmAsync(
            payment.Id,
            new() { OffSession = offSession ? true : null, ReturnUrl = offSession ? null : "https://cln.example/back", Expand = ["latest_charge.refunds", "latest_charge.balance_transaction"] },
            new() { IdempotencyKey = key ?? Guid.NewGuid().ToString() });

    /// <summary>The body of an answer that came as an error.</summary>
    public static async Task<JsonElement> ErrorAsync(this HttpResponseMessage answer) => (await answer.JsonAsync()).GetProperty("error");

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer) => JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
}
