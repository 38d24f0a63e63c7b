namespace Cln.Contracts;

/// <summary>
/// Somebody who moves money for us: a card processor, a wallet. Billing brings those it comes with; every module and plug-in may register
/// one more, and Billing finds it by its code.
/// </summary>
/// <remarks>
/// <para>A payment is created first and confirmed afterwards, so that its id is on our side before any money can move.</para>
/// <para>Every call may come twice, from two hosts and after a crash. The same key again has no second effect and answers the present state.</para>
/// <para>
/// What can't be understood (no answer, half an answer, an error of theirs) is thrown, as anything but a <see cref="DomainError"/>. Billing
/// takes it for "perhaps", and asks again later. Never called inside a transaction.
/// </para>
/// </remarks>
public interface IGateway
{
    /// <summary>The name for programs, in small letters: "stripe". Books the gateway's money on an account of that name.</summary>
    string Code { get; }

    /// <summary>Keeps a card or wallet so that it can be charged when the payer is away.</summary>
    /// <exception cref="PaymentMethodRefused">The token is unknown, or the card isn't good for it.</exception>
    Task<KeptMethod> KeepAsync(MethodToKeep method, CancellationToken cancellation);

    /// <summary>Gives up a kept card or wallet. One that is gone already is no error.</summary>
    Task ForgetAsync(string reference, CancellationToken cancellation);

    /// <summary>Makes a payment known to the gateway. No money moves.</summary>
    Task<GatewayPayment> CreateAsync(PaymentOrder order, CancellationToken cancellation);

    /// <summary>Takes the money of a payment that is <see cref="GatewayStatus.Ready"/>; of any other it only answers the state.</summary>
    Task<GatewayPayment> ConfirmAsync(string paymentId, string key, CancellationToken cancellation);

    /// <summary>What has become of a payment.</summary>
    Task<GatewayPayment> FindAsync(string paymentId, CancellationToken cancellation);
}

/// <summary>A card or wallet to be kept.</summary>
/// <param name="ResellerId">Whose it is.</param>
/// <param name="Token">What the gateway's own form made of it; never a card number.</param>
public sealed record MethodToKeep(long ResellerId, string Token);

/// <summary>A card or wallet that a gateway keeps.</summary>
/// <param name="Reference">The gateway's name for it, at most 200 characters.</param>
/// <param name="Label">What people recognise it by, such as "Visa •••• 4242".</param>
/// <param name="ExpiresOn">The last day on which it can be charged; null when it doesn't expire.</param>
public sealed record KeptMethod(string Reference, string Label, DateOnly? ExpiresOn);

/// <summary>A payment that a gateway is to create.</summary>
/// <param name="Key">Our name for it: the same key is the same payment.</param>
/// <param name="ResellerId">Who pays.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Description">What the payer reads on a statement.</param>
/// <param name="Method">The kept card or wallet to charge; null when the payer approves it on the gateway's page.</param>
/// <param name="Checkout">Where the gateway's page leads back to; null when a kept method is charged.</param>
public sealed record PaymentOrder(string Key, long ResellerId, Money Amount, string Currency, string Description, string? Method, Checkout? Checkout);

/// <summary>Where a payer comes back to after the gateway's page.</summary>
/// <param name="ReturnUrl">After approving.</param>
/// <param name="CancelUrl">After giving up.</param>
public sealed record Checkout(string ReturnUrl, string CancelUrl);

/// <summary>A payment as its gateway has it.</summary>
/// <param name="Id">The gateway's name for it, at most 200 characters.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Amount">How much, as the gateway says.</param>
/// <param name="Currency">ISO 4217, as the gateway says.</param>
public sealed record GatewayPayment(string Id, GatewayStatus Status, Money Amount, string Currency)
{
    /// <summary>The gateway's name for the money that moved, at most 200 characters; given when it succeeded.</summary>
    public string? ChargeId { get; init; }

    /// <summary>Why it was declined, for people.</summary>
    public string? DeclineReason { get; init; }

    /// <summary>The gateway's page where the payer approves; given while that is what it waits for.</summary>
    public string? ApprovalUrl { get; init; }
}

/// <summary>How far a payment has come with its gateway.</summary>
public enum GatewayStatus
{
    /// <summary>Waits for the payer, on the page that it names.</summary>
    AwaitsPayer,

    /// <summary>Nothing stands in the way: confirming it takes the money.</summary>
    Ready,

    /// <summary>Confirmed, and the gateway takes its time.</summary>
    Processing,

    /// <summary>The money is ours.</summary>
    Succeeded,

    /// <summary>Refused. The gateway sees to it that this payment can't succeed any more.</summary>
    Declined,

    /// <summary>The payer gave up. It can't succeed any more.</summary>
    Canceled,

    /// <summary>The payer never came. It can't succeed any more.</summary>
    Expired,
}

/// <summary>The gateway doesn't take this card or wallet: try another.</summary>
public sealed class PaymentMethodRefused(string reason) : DomainError("PAYMENT_METHOD_REFUSED", reason);

/// <summary>This installation has no gateway of that name.</summary>
public sealed class GatewayNotConfigured(string gateway) : DomainError("GATEWAY_NOT_CONFIGURED", $"This installation has no payment gateway \"{gateway}\".");

/// <summary>The gateway can't be reached at the moment. No money was moved: try again later, with a new idempotency key.</summary>
public sealed class GatewayUnavailable(string gateway)
    : DomainError("GATEWAY_UNAVAILABLE", $"The payment gateway \"{gateway}\" doesn't answer at the moment. No money was moved. Try again in a few minutes, with a new idempotency key.");
