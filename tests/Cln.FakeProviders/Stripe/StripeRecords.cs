using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.Stripe;

internal sealed record StripeCustomer(string Id, string? Name, string? Email, IReadOnlyDictionary<string, string> Metadata, DateTimeOffset Created) : IKept
{
    public bool Deleted { get; init; }
}

/// <param name="Card">The number of the test card that it is.</param>
internal sealed record StripeMethod(string Id, string Card, int ExpiryMonth, int ExpiryYear, DateTimeOffset Created) : IKept
{
    public string? Customer { get; init; }

    /// <summary>Its holder has authenticated once, for later payments too.</summary>
    public bool SetUp { get; init; }

    public bool Detached { get; init; }
}

/// <summary>A card that is to be kept, as a SetupIntent has it.</summary>
internal sealed record StripeSetup(string Id, string ClientSecret, string? Customer, string Usage, IReadOnlyDictionary<string, string> Metadata, DateTimeOffset Created) : IKept
{
    public string Status { get; init; } = "requires_payment_method";

    public string? Method { get; init; }

    public string? ReturnUrl { get; init; }

    public StripeDecline? Error { get; init; }
}

/// <summary>A payment, as a PaymentIntent has it.</summary>
internal sealed record StripePayment(string Id, string ClientSecret, long Amount, string Currency, IReadOnlyDictionary<string, string> Metadata, DateTimeOffset Created) : IKept
{
    public string Status { get; init; } = "requires_payment_method";

    public string? Customer { get; init; }

    public string? Method { get; init; }

    public string? Description { get; init; }

    public string? FutureUsage { get; init; }

    public string? ReturnUrl { get; init; }

    public IReadOnlyList<string> Charges { get; init; } = [];

    public IReadOnlyList<string> Refunds { get; init; } = [];

    public StripeDecline? Error { get; init; }

    public string? CancellationReason { get; init; }

    public DateTimeOffset? CanceledAt { get; init; }

    /// <summary>When a payment that is <c>processing</c> ends.</summary>
    public DateTimeOffset? RipeAt { get; init; }

    /// <summary>With what code it ends badly then; null when it ends well.</summary>
    public string? RipensInto { get; init; }
}

internal sealed record StripeCharge(string Id, string Payment, long Amount, string Currency, string? Customer, string Method, DateTimeOffset Created) : IKept
{
    /// <summary>succeeded, pending or failed.</summary>
    public string Status { get; init; } = "succeeded";

    public long Refunded { get; init; }

    public string? Dispute { get; init; }

    public string? Movement { get; init; }

    public StripeDecline? Decline { get; init; }
}

internal sealed record StripeRefund(string Id, string Charge, string Payment, long Amount, string Currency, string? Reason, IReadOnlyDictionary<string, string> Metadata, DateTimeOffset Created) : IKept
{
    /// <summary>pending, succeeded, failed or canceled.</summary>
    public string Status { get; init; } = "succeeded";

    public string? Movement { get; init; }

    public string? FailureReason { get; init; }

    public DateTimeOffset? RipeAt { get; init; }

    public string? RipensInto { get; init; }
}

internal sealed record StripeDispute(string Id, string Charge, string Payment, long Amount, string Currency, string Reason, DateTimeOffset Created) : IKept
{
    public string Status { get; init; } = "needs_response";

    public IReadOnlyList<string> Movements { get; init; } = [];
}

/// <summary>A line of Stripe's own statement, a balance transaction.</summary>
internal sealed record StripeMovement(string Id, string Type, string Category, long Amount, long Fee, string Currency, string Source, DateTimeOffset Created) : IKept;

/// <summary>What Stripe remembers of a request with an idempotency key.</summary>
/// <param name="Id">The key.</param>
internal sealed record StripeMemory(string Id, string Endpoint, string Parameters, int Status, string Body, string Request, DateTimeOffset Created) : IKept;

/// <summary>Why a card was refused.</summary>
internal sealed record StripeDecline(string Code, string DeclineCode, string Message, string? Advice, string? Network, string? Charge = null);
