namespace Cln.Contracts;

/// <summary>Takes money. Fulfilled by Billing; without it nothing is due.</summary>
/// <remarks>It talks to gateways and saves in steps of its own: call it from a mutation marked <c>[SavesInSteps]</c>, outside a transaction.</remarks>
public interface IPayments
{
    /// <summary>
    /// Takes a new reseller's first deposit and keeps the payment method and the autopayment choice. A reseller pays one deposit, whatever
    /// the number of calls: when it is paid, further calls answer that. After a decline another payment method can be tried.
    /// </summary>
    /// <exception cref="InvalidInput">The autopayment's amount doesn't go with its type. Nothing was stored.</exception>
    /// <exception cref="GatewayNotConfigured">There is no gateway of that code. Nothing was stored.</exception>
    /// <exception cref="GatewayUnavailable">The gateway doesn't answer. Nothing was stored.</exception>
    Task<DepositOutcome> TakeDepositAsync(Deposit deposit, CancellationToken cancellation);
}

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
/// <param name="DeclineReason">Why it was refused; null when it is paid or still under way.</param>
public sealed record DepositOutcome(bool Paid, string? DeclineReason);

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
