using Cln.Graph;

namespace Cln.Contracts;

/// <summary>Takes money. Fulfilled by Billing; without it nothing is due.</summary>
/// <remarks>It talks to gateways and saves in steps of its own: call what begins or takes something from a mutation marked <c>[SavesInSteps]</c>, outside a transaction.</remarks>
public interface IPayments
{
    /// <summary>Begins to keep a card or wallet of a reseller. Nobody else's account can keep it.</summary>
    /// <param name="resellerId">Whose it will be.</param>
    /// <param name="gateway">The gateway's code.</param>
    /// <param name="returnUrl">Where the gateway's page leads the payer after approving.</param>
    /// <param name="cancelUrl">Where it leads after giving up.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="InvalidInput">An address isn't one of a web page. Nothing was begun.</exception>
    /// <exception cref="GatewayNotConfigured">There is no gateway of that code. Nothing was begun.</exception>
    /// <exception cref="PaymentMethodRefused">The gateway has no form or page for that. Nothing was begun.</exception>
    /// <exception cref="GatewayUnavailable">The gateway doesn't answer. Nothing was begun.</exception>
    Task<StartedPaymentMethod> StartMethodAsync(long resellerId, string gateway, string returnUrl, string cancelUrl, CancellationToken cancellation);

    /// <summary>
    /// Takes a new reseller's first deposit and keeps the payment method and the autopayment choice. A reseller pays one deposit, whatever
    /// the number of calls: when it is paid, further calls answer that. After a decline another payment method can be tried, and a payment
    /// that waits for its payer gives way to a new attempt.
    /// </summary>
    /// <exception cref="InvalidInput">The autopayment's amount doesn't go with its type. Nothing was stored.</exception>
    /// <exception cref="GatewayNotConfigured">There is no gateway of that code. Nothing was stored.</exception>
    /// <exception cref="GatewayUnavailable">The gateway doesn't answer. Nothing was stored.</exception>
    Task<DepositOutcome> TakeDepositAsync(Deposit deposit, CancellationToken cancellation);

    /// <summary>How a new reseller's deposit stands, as far as it is known here: no gateway is asked.</summary>
    Task<DepositStanding> FindDepositAsync(long resellerId, CancellationToken cancellation);
}

/// <summary>A card or wallet on its way to be kept. Either there is a page to go to, or the gateway's form in the browser takes it.</summary>
/// <param name="Id">The gateway's name for it: once its payer is done, the `token` that keeps it. Only the account that began it can do so.</param>
/// <param name="ApprovalUrl">The page to send the payer to; null when the gateway's form in the browser takes the card.</param>
/// <param name="ClientSecret">For the gateway's form in the browser, as Stripe.js takes it: show it to nobody but the payer. Null when there is a page.</param>
/// <param name="PublishableKey">The gateway's name for our account, for its form in the browser; null when there is a page.</param>
[Payload]
public sealed record StartedPaymentMethod(string Id, string? ApprovalUrl, string? ClientSecret, string? PublishableKey);

/// <summary>A first deposit to be taken.</summary>
/// <param name="ResellerId">Whose.</param>
/// <param name="Amount">The tier's deposit.</param>
/// <param name="Gateway">The gateway's code: "sandbox", "stripe", "paypal".</param>
/// <param name="Token">The gateway's token of a card or wallet; never a card number.</param>
/// <param name="Autopayment">How the balance is to be kept up.</param>
/// <param name="AutopaymentAmount">For <see cref="AutopaymentType.AutoAddFunds"/>, the balance to fill up to.</param>
/// <param name="IdempotencyKey">The caller's name for this attempt.</param>
public sealed record Deposit(long ResellerId, Money Amount, string Gateway, string Token, AutopaymentType Autopayment, Money? AutopaymentAmount, string IdempotencyKey);

/// <summary>What became of a deposit.</summary>
/// <param name="Paid">The money is on the balance.</param>
/// <param name="DeclineReason">Why it was refused, or how else it ended without money; null when it is paid or still under way.</param>
/// <param name="Tried">The call has shown a card or wallet to the gateway; false when it has only looked after an earlier attempt.</param>
public sealed record DepositOutcome(bool Paid, string? DeclineReason, bool Tried);

/// <summary>How a deposit stands.</summary>
/// <param name="MayArrive">It is on the balance already, or an attempt at it is still under way.</param>
/// <param name="PayerAction">What the payer has to do for it; null when it doesn't wait for that.</param>
public sealed record DepositStanding(bool MayArrive, PayerAction? PayerAction);

/// <summary>What the payer has to do before a payment can go on. Either there is a page to go to, or the gateway's form asks in the browser.</summary>
/// <param name="ApprovalUrl">The gateway's page to send the payer to; null when its form in the browser asks.</param>
/// <param name="ClientSecret">For the gateway's form in the browser, as Stripe.js takes it: show it to nobody but the payer. Null when there is a page alone.</param>
/// <param name="PublishableKey">The gateway's name for our account, for its form in the browser; null when it has none.</param>
public sealed record PayerAction(string? ApprovalUrl, string? ClientSecret, string? PublishableKey);

/// <summary>How a balance is kept up without the reseller doing anything.</summary>
public enum AutopaymentType
{
    /// <summary>When the balance is below the threshold it is filled up to the chosen amount.</summary>
    AutoAddFunds,

    /// <summary>When the balance is negative the current payment method is charged for what is missing, at least the minimum.</summary>
    AutoRepay,

    /// <summary>Nothing is charged automatically.</summary>
    None,
}

/// <summary>The payment was declined. Nothing was charged; another payment method can be tried, with a new idempotency key.</summary>
public sealed class PaymentDeclined(string reason)
    : DomainError("PAYMENT_DECLINED", $"The payment was declined ({reason.TrimEnd('.')}). Nothing was charged. Try another payment method, with a new idempotency key.")
{
    /// <summary>What the gateway said.</summary>
    public string Reason => reason;
}
