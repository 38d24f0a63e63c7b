using Cln.Billing;
using Cln.Contracts;

namespace Cln.Tests.Billing;

/// <summary>What resellers are written about their payments.</summary>
public sealed class PaymentLettersTests
{
    private const string To = "reseller1@reseller1.example";

    private readonly TestGateway gateway = new();

    [Fact]
    public async Task A_top_up_that_arrived_is_confirmed_once_with_the_balance()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();

        (await api.TopUpAsync("50.00")).Worked("topUp");
        await world.SettleAsync();

        var mail = Assert.Single(await MailsAsync(world, "We received your payment"));
        Assert.Contains("50.00 USD (Top up, Visa •••• 4242)", mail, StringComparison.Ordinal);
        Assert.Contains("balance is now 1050.00 USD", mail, StringComparison.Ordinal);
        Assert.Contains("/billing/invoices", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_top_up_that_was_declined_is_told_with_the_reason_and_what_to_do()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        var card = (await api.AddCardAsync("pm_card_failsForLackOfFunds")).Worked("addPaymentMethod").Text("addPaymentMethod.paymentMethod.id");

        (await api.TopUpAsync("50.00", card)).Worked("topUp");
        await world.SettleAsync();

        var mail = Assert.Single(await MailsAsync(world, "was declined"));
        Assert.Contains("Your card has insufficient funds.", mail, StringComparison.Ordinal);
        Assert.Contains("No money was taken", mail, StringComparison.Ordinal);
        Assert.Contains("/billing/payment-methods", mail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GatewayStatus.Declined, "/billing/top-up?amount=50.00")]
    [InlineData(GatewayStatus.AwaitsPayer, "https://gateway.example/")]
    public async Task An_autopayment_that_needs_its_payer_asks_for_him_with_a_link(GatewayStatus status, string link)
    {
        await using var world = await TestGateway.WorldAsync(gateway);
        var api = await world.ResellerAsync();
        gateway.Confirmed = now => now with { Status = status, Decline = new("authentication_required", DeclineClass.PayerMustAct, "Your bank wants you.") };
        var payment = await world.StagedAsync(api, PaymentPurpose.Autopayment);

        await world.ConvergeAsync(payment);
        await world.ConvergeAsync(payment);
        await world.SettleAsync();

        Assert.Contains(link, Assert.Single(await MailsAsync(world, "confirm it in person")), StringComparison.Ordinal);
        Assert.Empty(await MailsAsync(world, "was declined"));
    }

    [Fact]
    public async Task A_deposit_is_told_of_by_the_registration_alone()
    {
        await using var world = await World.StartAsync();
        await world.ResellerAsync();
        await world.SettleAsync();

        Assert.Empty(await MailsAsync(world, "We received your payment"));
        Assert.Single(await MailsAsync(world, "your deposit of 1000.00 USD has arrived"));
    }

    [Fact]
    public async Task The_invoice_of_a_month_is_announced_once()
    {
        await using var world = await World.StartAsync();
        var api = await world.ResellerAsync();
        await world.RunAsync(await api.NumberAsync(), quantity: 1);
        world.Clock.SetUtcNow(new(2026, 12, 1, 0, 1, 0, TimeSpan.Zero));

        await world.RunJobsAsync();
        await world.RunJobsAsync();

        Assert.Contains("for December 2026: 20.40 USD", Assert.Single(await MailsAsync(world, "here is invoice")), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> MailsAsync(World world, string about) =>
        [.. (await world.MailsToAsync(To)).Where(mail => mail.Contains(about, StringComparison.Ordinal))];
}
