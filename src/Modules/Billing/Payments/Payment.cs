using System.Security.Cryptography;
using Cln.Contracts;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>One attempt to bring money in. It is stored before the gateway hears of it, and its state and the ledger move together.</summary>
[Node(Scopes.BillingRead)]
internal sealed class Payment : INode, IOwned
{
    private static readonly TimeSpan[] pauses =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)];

    /// <summary>After this long without an answer a person has to look.</summary>
    private static readonly TimeSpan reviewedAfter = TimeSpan.FromHours(72);

    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    /// <summary>What it is for.</summary>
    [Listed] public required PaymentPurpose Purpose { get; init; }

    /// <summary>How much.</summary>
    [Listed] public required Money Amount { get; init; }

    /// <summary>ISO 4217 code of the amount.</summary>
    public required string Currency { get; init; }

    /// <summary>The code of the gateway that takes the money: "sandbox", "stripe", "paypal".</summary>
    [Listed] public required string Gateway { get; init; }

    /// <summary>What statements and documents call it, such as "Top up, Visa •••• 4242".</summary>
    public required string Description { get; init; }

    /// <summary>When it was asked for.</summary>
    [Listed] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How far it has come.</summary>
    [Listed] public PaymentState State { get; private set; } = PaymentState.Created;

    /// <summary>Why it was refused, for people; null when it wasn't.</summary>
    public string? DeclineReason { get; private set; }

    /// <summary>The gateway's own word for why it was refused, such as "insufficient_funds"; null when it wasn't.</summary>
    [Hidden] public string? DeclineCode { get; private set; }

    /// <summary>What the refusal means for trying again; null when there was none.</summary>
    [Hidden] public DeclineClass? DeclineClass { get; private set; }

    /// <summary>The kept card or wallet that is charged; null when the payer approves the payment on the gateway's page.</summary>
    [Hidden] public long? PaymentMethodId { get; init; }

    [Hidden] public PaymentMethod? Method { get; init; }

    /// <summary>The caller's name for what it wanted, or of the balance that asked for an autopayment. With purpose and reseller it is unique.</summary>
    [Hidden] public required string IdempotencyKey { get; init; }

    /// <summary>Our name for it with the gateway, made before the first call.</summary>
    [Hidden] public string GatewayKey { get; init; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The gateway's name for it.</summary>
    [Hidden] public string? GatewayId { get; private set; }

    /// <summary>The gateway's name for the money that moved. One of them is posted once.</summary>
    [Hidden] public string? GatewayChargeId { get; private set; }

    [Hidden] public string? ApprovalUrl { get; private set; }

    /// <summary>What the gateway's form in the browser needs; kept while the payer has to act.</summary>
    [Hidden] public string? ClientSecret { get; private set; }

    [Hidden] public string? ReturnUrl { get; init; }

    [Hidden] public string? CancelUrl { get; init; }

    [Hidden] public long? LedgerTransactionId { get; private set; }

    [Hidden] public LedgerTransaction? LedgerTransaction { get; private set; }

    /// <summary>Until then somebody is asking the gateway.</summary>
    [Hidden] public DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>When it is looked at again; every open payment has such a time.</summary>
    [Hidden] public DateTimeOffset? NextCheckAt { get; private set; }

    /// <summary>How often the gateway was asked.</summary>
    [Hidden] public int Checks { get; private set; }

    /// <summary>A person has to look at it.</summary>
    [Hidden] public bool NeedsReview { get; private set; }

    internal PaymentOrder Order => new(
        GatewayKey, ResellerId, Amount, Currency, Description, Method?.Reference, ReturnUrl is null || CancelUrl is null ? null : new(ReturnUrl, CancelUrl))
    {
        OffSession = Purpose == PaymentPurpose.Autopayment,
    };

    internal static Payment Of(Reseller reseller, PaymentPurpose purpose, Money amount, PaymentMethod method, string idempotencyKey, DateTimeOffset now) => new()
    {
        ResellerId = reseller.Id,
        Purpose = purpose,
        Amount = amount,
        Currency = reseller.Currency,
        Gateway = method.Gateway,
        Method = method,
        Description = $"{Name(purpose)}, {method.Label}",
        IdempotencyKey = idempotencyKey,
        CreatedAt = now,
        NextCheckAt = now + Janitor.Patience,
    };

    internal static Payment ByCheckout(Reseller reseller, string gateway, Money amount, Checkout checkout, string idempotencyKey, DateTimeOffset now) => new()
    {
        ResellerId = reseller.Id,
        Purpose = PaymentPurpose.TopUp,
        Amount = amount,
        Currency = reseller.Currency,
        Gateway = gateway,
        Description = $"{Name(PaymentPurpose.TopUp)}, PayPal",
        IdempotencyKey = idempotencyKey,
        CreatedAt = now,
        NextCheckAt = now + Janitor.Patience,
        ReturnUrl = checkout.ReturnUrl,
        CancelUrl = checkout.CancelUrl,
    };

    /// <summary>Lets one worker ask the gateway. False when another does, or when there is nothing to ask.</summary>
    internal bool Lease(DateTimeOffset now, TimeSpan length)
    {
        if (!State.IsOpen() || LeasedUntil > now) return false;
        if (State == PaymentState.Created) State = PaymentState.Submitting;
        LeasedUntil = NextCheckAt = now + length;
        return true;
    }

    internal void Know(string gatewayId) => GatewayId ??= gatewayId;

    /// <summary>Goes to a state that was learnt. False when it is no news, or older than what is known.</summary>
    internal bool Become(PaymentState state, GatewayPayment? answer)
    {
        if (!State.MayBecome(state)) return false;
        State = state;
        DeclineReason = state == PaymentState.Declined ? answer?.Decline?.Reason ?? "The payment was declined." : null;
        DeclineCode = answer?.Decline?.Code;
        DeclineClass = answer?.Decline?.Class;
        ApprovalUrl = answer?.ApprovalUrl ?? ApprovalUrl;
        ClientSecret = state == PaymentState.RequiresAction ? answer?.ClientSecret : null;
        return true;
    }

    internal void Post(LedgerTransaction transaction, string chargeId)
    {
        LedgerTransaction = transaction;
        GatewayChargeId = chargeId;
        NeedsReview = false;
    }

    internal void Review() => NeedsReview = true;

    /// <summary>Gives the lease back and says when to look again, in growing pauses.</summary>
    internal void Release(DateTimeOffset now)
    {
        LeasedUntil = null;
        NextCheckAt = State.IsOpen() ? now + pauses[Math.Min(Checks, pauses.Length - 1)] : null;
        Checks++;
        if (State.IsOpen() && now - CreatedAt > reviewedAfter) NeedsReview = true;
    }

    private static string Name(PaymentPurpose purpose) => purpose switch
    {
        PaymentPurpose.Deposit => "Deposit",
        PaymentPurpose.TopUp => "Top up",
        _ => "Autopayment",
    };
}
