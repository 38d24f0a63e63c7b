using System.Security.Cryptography;
using Cln.Contracts;
using Cln.Graph;

namespace Cln.Billing;

/// <summary>One attempt to bring money in. It is stored before the gateway hears of it, and its state and the ledger move together.</summary>
[Node(Scopes.BillingRead)]
internal sealed class Payment : INode, IOwned
{
    /// <summary>After this long without the last word a person has to look.</summary>
    internal static readonly TimeSpan ReviewedAfter = TimeSpan.FromHours(72);

    /// <summary>A payer who hasn't come by then doesn't come any more.</summary>
    internal static readonly TimeSpan PayerHas = TimeSpan.FromHours(24);

    /// <summary>No gateway forgets our keys sooner. After that nothing is created by a key that was sent before.</summary>
    internal static readonly TimeSpan KeysLast = TimeSpan.FromHours(5);

    public long Id { get; private set; }

    [Hidden] public required long ResellerId { get; init; }

    /// <summary>What it is for.</summary>
    [Listed] public required PaymentPurpose Purpose { get; init; }

    /// <summary>How much.</summary>
    [Listed] public required Money Amount { get; internal set; }

    /// <summary>How much of it was given back.</summary>
    public Money Refunded { get; private set; }

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

    /// <summary>The API token that asked for it; null when a person or the balance did.</summary>
    [Hidden] public long? ApiTokenId { get; private set; }

    /// <summary>The day for which it was counted as that token's.</summary>
    [Hidden] public DateOnly? SpentOn { get; private set; }

    /// <summary>How much is counted; 0.00 when no money moved after all.</summary>
    [Hidden] public Money Spent { get; private set; }

    /// <summary>Until then somebody is asking the gateway.</summary>
    [Hidden] public DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>When it is looked at again; every open payment has such a time.</summary>
    [Hidden] public DateTimeOffset? NextCheckAt { get; private set; }

    /// <summary>How many turns at asking the gateway there were. Each has its number, and only the last one may end it.</summary>
    [Hidden] public int Checks { get; private set; }

    /// <summary>How often it was looked at in this state: the pauses grow by it.</summary>
    [Hidden] public int Looks { get; private set; }

    /// <summary>Somebody has news of it while another was asking: it is looked at again at once.</summary>
    [Hidden] public bool LookAgain { get; private set; }

    /// <summary>When the gateway was first told of it; null while it wasn't.</summary>
    [Hidden] public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>A person has to look at it.</summary>
    [Hidden] public bool NeedsReview { get; private set; }

    /// <summary>Why, in a sentence.</summary>
    [Hidden] public string? ReviewReason { get; private set; }

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

    /// <summary>There is something that the gateway could tell.</summary>
    internal bool CanBeAsked => State.IsOpen() || GatewayId is not null;

    internal bool IsPosted => LedgerTransaction is not null || LedgerTransactionId is not null;

    internal bool IsLeased(DateTimeOffset now) => LeasedUntil > now;

    /// <summary>Lets one worker ask the gateway. False when another does, who is told to look again, or when there is nothing to ask.</summary>
    internal bool Lease(DateTimeOffset now, TimeSpan length)
    {
        if (!CanBeAsked) return false;
        LookAgain = IsLeased(now);
        if (LookAgain) return false;

        // Whoever had the lease died on the way: what was sent nobody knows.
        if (State == PaymentState.Submitting && LeasedUntil is not null) Enter(PaymentState.Unknown);
        if (State == PaymentState.Created) Submit(now);
        Checks++;
        LeasedUntil = now + length;
        if (State.IsOpen()) NextCheckAt = LeasedUntil;
        return true;
    }

    internal void Know(string gatewayId) => GatewayId ??= gatewayId;

    /// <summary>The gateway surely heard nothing of it: it is as if it had never been sent.</summary>
    internal void Unsend()
    {
        if (State != PaymentState.Submitting || GatewayId is not null) return;
        Enter(PaymentState.Created);
        SubmittedAt = null;
    }

    /// <summary>Goes to a state that was learnt, up to the posting. False when it is no news, or older than what is known.</summary>
    internal bool Become(PaymentState state, GatewayPayment? answer)
    {
        if (!State.MayBecome(state)) return false;
        Enter(state);
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
        Settle();
    }

    /// <summary>What became of it after the posting, from the facts: what was given back, and how its disputes stand. True when that is news.</summary>
    internal bool Follow(Money refunded, bool disputed, bool chargedBack)
    {
        var before = (State, Refunded);
        Refunded = refunded;
        State = disputed ? PaymentState.Disputed
            : chargedBack ? PaymentState.ChargedBack
            : refunded == Amount ? PaymentState.Refunded
            : refunded.IsZero ? PaymentState.Posted
            : PaymentState.PartRefunded;
        return before != (State, Refunded);
    }

    /// <summary>It was counted as a token's.</summary>
    internal void Count(TokenSpend spend) => (ApiTokenId, SpentOn, Spent) = (spend.ApiTokenId, spend.Day, spend.Amount);

    /// <summary>What is to be counted otherwise now that the payment has come to an end; null when nothing is.</summary>
    /// <returns>With the amount to count more, or when negative, less.</returns>
    internal TokenSpend? Recount()
    {
        var spent = State.IsOpen() || IsPosted ? Amount : Money.Zero;
        if (ApiTokenId is not { } token || SpentOn is not { } day || spent == Spent) return null;
        var more = spent - Spent;
        Spent = spent;
        return new(token, day, more, Hour: default, Licenses: 0);
    }

    internal void Review(string reason) => (NeedsReview, ReviewReason) = (true, reason);

    /// <summary>Nobody has to look any more.</summary>
    internal void Settle() => (NeedsReview, ReviewReason) = (false, null);

    /// <summary>Why this can't be the gateway's word on this payment; null when it can.</summary>
    internal string? Mismatch(GatewayPayment answer)
    {
        if (GatewayId is { } id && answer.Id != id) return $"the gateway was asked for {id} and tells of {answer.Id}";
        if (answer.Key is { } key && key != GatewayKey) return $"the gateway's {answer.Id} has another key";
        return answer.Amount != Amount || answer.Currency != Currency ? $"the gateway's amount is {answer.Amount} {answer.Currency}" : null;
    }

    /// <summary>An operator takes what the gateway took for what was asked for, in so far as only the amount differs, and is one that a payment may have.</summary>
    internal void Accept(GatewayPayment answer)
    {
        var least = Purpose == PaymentPurpose.Autopayment ? BillingSettings.Floor : new(1);
        var differsOnly = Mismatch(answer with { Amount = Amount }) is null;
        if (!IsPosted && answer.Status == GatewayStatus.Succeeded && differsOnly && answer.Amount >= least && answer.Amount <= BillingSettings.Cap) Amount = answer.Amount;
    }

    /// <summary>Ends a turn: gives the lease back and says when to look again.</summary>
    /// <param name="turn">The turn's number; a later one has begun when it isn't the last.</param>
    /// <param name="now">The time.</param>
    /// <param name="pause">What the gateway asks for.</param>
    internal void Release(int turn, DateTimeOffset now, TimeSpan? pause)
    {
        if (turn != Checks) return;
        LeasedUntil = null;
        if (State.IsOpen() && now - CreatedAt >= ReviewedAfter && !NeedsReview) Review("there is no last word after 72 hours");
        NextCheckAt = LookAgain ? now : Pauses.Next(this, now, pause);
        Looks++;
    }

    private void Submit(DateTimeOffset now)
    {
        Enter(PaymentState.Submitting);
        SubmittedAt ??= now;
    }

    private void Enter(PaymentState state)
    {
        State = state;
        Looks = 0;
    }

    private static string Name(PaymentPurpose purpose) => purpose switch
    {
        PaymentPurpose.Deposit => "Deposit",
        PaymentPurpose.TopUp => "Top up",
        _ => "Autopayment",
    };
}
