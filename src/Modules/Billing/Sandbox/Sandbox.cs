using System.Security.Cryptography;
using Cln.Contracts;

namespace Cln.Billing;

/// <summary>
/// A card processor and wallet that needs no account and moves no money: for development and tests. It keeps its own book, in transactions
/// of its own, as a company elsewhere would.
/// </summary>
internal sealed class Sandbox(Apart apart, SandboxSettings settings) : IGateway
{
    public const string Name = "sandbox";

    public string Code => Name;

    /// <summary>There is no form: the token is a test card's name.</summary>
    public Task<MethodSetup> BeginKeepingAsync(MethodSetupOrder order, CancellationToken cancellation) => throw new PaymentMethodRefused("The sandbox has no form for cards. It takes test tokens such as pm_card_visa.");

    public Task<KeptMethod> KeepAsync(MethodToKeep method, CancellationToken cancellation) => Task.FromResult(SandboxMethods.Keep(method.Token));

    public Task ForgetAsync(string reference, CancellationToken cancellation) => Task.CompletedTask;

    public async Task<GatewayPayment> CreateAsync(PaymentOrder order, CancellationToken cancellation) =>
        Answer(await apart.CommitAsync((SandboxBook book) => book.CreateAsync(order, cancellation), cancellation));

    public async Task<GatewayPayment> ConfirmAsync(string paymentId, PaymentOrder order, CancellationToken cancellation)
    {
        var payment = await apart.CommitAsync((SandboxBook book) => book.ConfirmAsync(paymentId, cancellation), cancellation);
        return payment.Token is not null && SandboxCard.ByToken[payment.Token].Behaviour == SandboxBehaviour.LosesAnswer
            ? throw new TimeoutException("The sandbox has taken the money and lost the answer, as this test card asks for.")
            : Answer(payment);
    }

    public async Task<GatewayPayment> FindAsync(string paymentId, CancellationToken cancellation)
    {
        var payment = await apart.CommitAsync((SandboxBook book) => book.FindAsync(paymentId, cancellation), cancellation);
        return Answer(payment) with { Refunds = await apart.CommitAsync((SandboxBook book) => book.RefundsAsync(paymentId, cancellation), cancellation) };
    }

    public async Task<GatewayPayment?> SearchAsync(PaymentOrder order, DateTimeOffset since, CancellationToken cancellation) =>
        await apart.CommitAsync((SandboxBook book) => book.SearchAsync(order.Key, cancellation), cancellation) is { } payment ? Answer(payment) : null;

    public async Task<GatewayPayment> CancelAsync(string paymentId, string key, CancellationToken cancellation) =>
        Answer(await apart.CommitAsync((SandboxBook book) => book.CancelAsync(paymentId, cancellation), cancellation));

    public async Task<GatewayRefund> RefundAsync(RefundOrder order, CancellationToken cancellation) =>
        await apart.CommitAsync((SandboxBook book) => book.RefundAsync(order, cancellation), cancellation);

    public async Task<GatewayRefund> FindRefundAsync(string refundId, CancellationToken cancellation) =>
        await apart.CommitAsync((SandboxBook book) => book.FindRefundAsync(refundId, cancellation), cancellation);

    private GatewayPayment Answer(SandboxPayment payment) => new(payment.Name, payment.Status, payment.Amount, payment.Currency)
    {
        Key = payment.OrderKey,
        ChargeId = payment.ChargeName,
        Decline = payment.Decline,
        ApprovalUrl = payment.Status != GatewayStatus.AwaitsPayer || payment.ReturnUrl is null ? null : $"{settings.Address}{SandboxPage.Path}/{payment.Name}",
    };
}

/// <summary>The sandbox's names for kept cards: the token of the test card and a random part, as each kept card is one of its own.</summary>
internal static class SandboxMethods
{
    public static KeptMethod Keep(string token) =>
        SandboxCard.ByToken.TryGetValue(token, out var card)
            ? card.Behaviour == SandboxBehaviour.IsRefused
                ? throw new PaymentMethodRefused(card.Reason)
                : new($"{token}.{RandomNumberGenerator.GetHexString(12, lowercase: true)}", card.Label, new DateOnly(2034, 12, 31))
            : throw new PaymentMethodRefused($"The sandbox knows no card \"{token}\". It takes test tokens such as pm_card_visa.");

    public static string TokenOf(string reference) => reference[..reference.IndexOf('.', StringComparison.Ordinal)];
}
