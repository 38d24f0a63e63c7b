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
/// takes it for "perhaps", and asks again later; the three exceptions of this file say more than that. Never called inside a transaction.
/// </para>
/// </remarks>
public interface IGateway
{
    /// <summary>The name for programs, in small letters: "stripe". Books the gateway's money on an account of that name.</summary>
    string Code { get; }

    /// <summary>Begins to keep a card or wallet: its payer still has to enter or approve it, on the gateway's own form or page.</summary>
    Task<MethodSetup> BeginKeepingAsync(MethodSetupOrder order, CancellationToken cancellation);

    /// <summary>Keeps a card or wallet so that it can be charged when the payer is away.</summary>
    /// <exception cref="PaymentMethodRefused">The token is unknown, or the card isn't good for it.</exception>
    Task<KeptMethod> KeepAsync(MethodToKeep method, CancellationToken cancellation);

    /// <summary>Gives up a kept card or wallet. One that is gone already is no error.</summary>
    Task ForgetAsync(string reference, CancellationToken cancellation);

    /// <summary>Makes a payment known to the gateway. No money moves.</summary>
    Task<GatewayPayment> CreateAsync(PaymentOrder order, CancellationToken cancellation);

    /// <summary>Takes the money of a payment that is <see cref="GatewayStatus.Ready"/>; of any other it only answers the state.</summary>
    Task<GatewayPayment> ConfirmAsync(string paymentId, PaymentOrder order, CancellationToken cancellation);

    /// <summary>What has become of a payment, with its refunds and its dispute.</summary>
    Task<GatewayPayment> FindAsync(string paymentId, CancellationToken cancellation);

    /// <summary>Looks for a payment whose creation was never answered, by the order's key; null when the gateway surely has none.</summary>
    /// <param name="order">What was to be created.</param>
    /// <param name="since">When creating it was first tried. Past the time for which the gateway remembers keys, it must not be created again.</param>
    /// <param name="cancellation">Stops waiting.</param>
    Task<GatewayPayment?> SearchAsync(PaymentOrder order, DateTimeOffset since, CancellationToken cancellation);

    /// <summary>Sees to it that a payment can't succeed any more. One that has succeeded already, or can't be stopped, is answered as it is.</summary>
    Task<GatewayPayment> CancelAsync(string paymentId, string key, CancellationToken cancellation);

    /// <summary>Gives money of a payment back to its payer.</summary>
    /// <exception cref="RefundRefused">The gateway doesn't, and says why. Nothing was given back.</exception>
    Task<GatewayRefund> RefundAsync(RefundOrder order, CancellationToken cancellation);

    /// <summary>What has become of a refund.</summary>
    Task<GatewayRefund> FindRefundAsync(string refundId, CancellationToken cancellation);
}

/// <summary>A card or wallet that is to be kept.</summary>
/// <param name="Key">Our name for it: the same key is the same setup.</param>
/// <param name="ResellerId">Whose it is.</param>
/// <param name="Checkout">Where the gateway's page leads back to.</param>
public sealed record MethodSetupOrder(string Key, long ResellerId, Checkout Checkout);

/// <summary>A card or wallet on its way to be kept.</summary>
/// <param name="Id">The gateway's name for it, at most 200 characters: the token that keeps it, once its payer is done.</param>
/// <param name="ApprovalUrl">The page where the payer approves; null when the gateway's form is part of ours.</param>
/// <param name="ClientSecret">What the gateway's form in the browser needs; null where there is a page.</param>
public sealed record MethodSetup(string Id, string? ApprovalUrl, string? ClientSecret);

/// <summary>A card or wallet to be kept.</summary>
/// <param name="ResellerId">Whose it is.</param>
/// <param name="Token">What the gateway's own form made of it, or the id of a <see cref="MethodSetup"/>; never a card number.</param>
public sealed record MethodToKeep(long ResellerId, string Token);

/// <summary>A card or wallet that a gateway keeps.</summary>
/// <param name="Reference">The gateway's name for it, at most 200 characters.</param>
/// <param name="Label">What people recognise it by, such as "Visa •••• 4242".</param>
/// <param name="ExpiresOn">The last day on which it can be charged; null when it doesn't expire.</param>
public sealed record KeptMethod(string Reference, string Label, DateOnly? ExpiresOn);

/// <summary>A payment that a gateway is to create.</summary>
/// <param name="Key">Our name for it, at most 64 characters: the same key is the same payment. The gateway is told it, and makes the keys of its calls from it.</param>
/// <param name="ResellerId">Who pays.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Description">What the payer reads on a statement.</param>
/// <param name="Method">The kept card or wallet to charge; null when the payer approves it on the gateway's page.</param>
/// <param name="Checkout">Where the gateway's page leads back to; null when nobody is there to be led.</param>
public sealed record PaymentOrder(string Key, long ResellerId, Money Amount, string Currency, string Description, string? Method, Checkout? Checkout)
{
    /// <summary>The payer isn't there: a card that would ask for its holder is declined.</summary>
    public bool OffSession { get; init; }
}

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
    /// <summary>The order's key, as the gateway has it: a payment with another one isn't ours. Null where the gateway can't tell.</summary>
    public string? Key { get; init; }

    /// <summary>The gateway's name for the money that moved, at most 200 characters; given when it succeeded.</summary>
    public string? ChargeId { get; init; }

    /// <summary>Why it was declined; given when it was.</summary>
    public GatewayDecline? Decline { get; init; }

    /// <summary>The gateway's page where the payer approves; given while that is what it waits for.</summary>
    public string? ApprovalUrl { get; init; }

    /// <summary>What the gateway's form in the browser needs to let the payer approve; given while that is what it waits for.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What was given back, oldest first.</summary>
    public IReadOnlyList<GatewayRefund> Refunds { get; init; } = [];

    /// <summary>The latest dispute about it.</summary>
    public GatewayDispute? Dispute { get; init; }
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

/// <summary>Why a payment was refused.</summary>
/// <param name="Code">The gateway's own word for it, such as "insufficient_funds", at most 64 characters.</param>
/// <param name="Class">What that means for trying again.</param>
/// <param name="Reason">For people.</param>
public sealed record GatewayDecline(string Code, DeclineClass Class, string Reason);

/// <summary>What a refusal means for trying again.</summary>
public enum DeclineClass
{
    /// <summary>May pass later: not enough money, the bank can't be reached.</summary>
    Soft,

    /// <summary>The card's data are out of date: it works again when they are renewed.</summary>
    NewCardNeeded,

    /// <summary>Its holder has to confirm the payment: not without him.</summary>
    PayerMustAct,

    /// <summary>This card is never to be charged again.</summary>
    Never,

    /// <summary>The fault is in our request, not in the card.</summary>
    Internal,
}

/// <summary>Money to be given back.</summary>
/// <param name="Key">Our name for it, at most 64 characters: the same key is the same refund.</param>
/// <param name="PaymentId">The gateway's name for the payment.</param>
/// <param name="ChargeId">The gateway's name for the money that moved.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Reason">What the payer reads, where the gateway shows it.</param>
public sealed record RefundOrder(string Key, string PaymentId, string ChargeId, Money Amount, string Currency, string Reason);

/// <summary>Money that is given back, as the gateway has it.</summary>
/// <param name="Id">The gateway's name for it, at most 200 characters.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record GatewayRefund(string Id, GatewayRefundStatus Status, Money Amount, string Currency)
{
    /// <summary>The order's key, as the gateway has it; null when the refund wasn't asked for by us.</summary>
    public string? Key { get; init; }
}

/// <summary>How far a refund has come with its gateway.</summary>
public enum GatewayRefundStatus
{
    /// <summary>The gateway takes its time.</summary>
    Pending,

    /// <summary>The payer has the money.</summary>
    Succeeded,

    /// <summary>The money stays with us.</summary>
    Failed,
}

/// <summary>A payer's complaint at the bank, as the gateway has it.</summary>
/// <param name="Id">The gateway's name for it, at most 200 characters.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Amount">How much the bank holds.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record GatewayDispute(string Id, GatewayDisputeStatus Status, Money Amount, string Currency);

/// <summary>How a dispute stands.</summary>
public enum GatewayDisputeStatus
{
    /// <summary>The bank holds the money and hasn't decided.</summary>
    Open,

    /// <summary>The money is ours again.</summary>
    Won,

    /// <summary>The payer has it.</summary>
    Lost,
}

/// <summary>What a gateway says by itself has moved on our account there: the second pair of eyes, apart from <see cref="IGateway"/> on purpose.</summary>
public interface IGatewayStatement
{
    /// <summary>The gateway's code.</summary>
    string Code { get; }

    /// <summary>Every movement of a span of time, in any order. Movements may become known hours after they happened.</summary>
    IAsyncEnumerable<GatewayMovement> MovementsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation);
}

/// <summary>A line of a gateway's statement.</summary>
/// <param name="Id">The gateway's name for the movement, at most 200 characters.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ChargeId">The money that it is about: a charge's own name, or that of the charge which is given back or disputed.</param>
/// <param name="Amount">What moved; negative when it left us.</param>
/// <param name="Fee">What the gateway keeps of it.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="At">When.</param>
public sealed record GatewayMovement(string Id, GatewayMovementKind Kind, string ChargeId, Money Amount, Money Fee, string Currency, DateTimeOffset At);

/// <summary>What a line of a gateway's statement is.</summary>
public enum GatewayMovementKind
{
    Charge,
    Refund,
    Dispute,
    DisputeReversal,
    Other,
}

/// <summary>The gateway doesn't take this card or wallet: try another.</summary>
public sealed class PaymentMethodRefused(string reason) : DomainError("PAYMENT_METHOD_REFUSED", reason);

/// <summary>The gateway doesn't give this money back.</summary>
public sealed class RefundRefused(string reason) : DomainError("REFUND_REFUSED", $"The payment gateway refuses the refund: {reason}");

/// <summary>This installation has no gateway of that name.</summary>
public sealed class GatewayNotConfigured(string gateway) : DomainError("GATEWAY_NOT_CONFIGURED", $"This installation has no payment gateway \"{gateway}\".");

/// <summary>The gateway can't be reached at the moment. No money was moved: try again later, with a new idempotency key.</summary>
public sealed class GatewayUnavailable(string gateway)
    : DomainError("GATEWAY_UNAVAILABLE", $"The payment gateway \"{gateway}\" doesn't answer at the moment. No money was moved. Try again in a few minutes, with a new idempotency key.");

/// <summary>Nothing of the request left us: no name, no connection, no trust. It surely had no effect.</summary>
public sealed class GatewayNotReached(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The gateway doesn't accept our own credentials. Surely without effect, and so is every other call until somebody mends the settings.</summary>
public sealed class GatewayRejectsUs(string message) : Exception(message);

/// <summary>The gateway asks for a pause. The same call may be sent again after it.</summary>
/// <param name="message">What it said.</param>
/// <param name="pause">How long it wants to be left alone; null when it doesn't say.</param>
public sealed class GatewayBusy(string message, TimeSpan? pause) : Exception(message)
{
    public TimeSpan? Pause { get; } = pause;
}
