using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.PayPal;

/// <summary>What becomes of a payment from a wallet.</summary>
internal enum WalletMood
{
    Pays,

    /// <summary>Every capture is refused with INSTRUMENT_DECLINED.</summary>
    Declines,

    /// <summary>Captures are pending for a while (an eCheck) and then completed.</summary>
    Waits,
}

internal sealed record PayPalToken(string Id, DateTimeOffset Expires) : IKept;

internal sealed record PayPalOrder(string Id, PayPalMoney Amount, DateTimeOffset Created) : IKept
{
    /// <summary>CREATED, PAYER_ACTION_REQUIRED, APPROVED, COMPLETED or VOIDED.</summary>
    public string Status { get; init; } = "CREATED";

    public string ReferenceId { get; init; } = "default";

    public string? CustomId { get; init; }

    public string? InvoiceId { get; init; }

    public string? Description { get; init; }

    /// <summary>It was made with a wallet as its source, and waits for the payer's action instead of his approval.</summary>
    public bool HasSource { get; init; }

    public string? ReturnUrl { get; init; }

    public string? CancelUrl { get; init; }

    /// <summary>The wallet is to be kept when it has paid.</summary>
    public bool KeepsWallet { get; init; }

    /// <summary>The kept wallet that pays, or that was kept.</summary>
    public string? Wallet { get; init; }

    public PayPalPayer? Payer { get; init; }

    public WalletMood Mood { get; init; }

    public string? Capture { get; init; }

    public IReadOnlyList<string> Refunds { get; init; } = [];
}

internal sealed record PayPalPayer(string AccountId, string Email, string GivenName, string Surname);

internal sealed record PayPalCapture(string Id, string Order, PayPalMoney Amount, DateTimeOffset Created) : IKept
{
    /// <summary>COMPLETED, PENDING, DECLINED, PARTIALLY_REFUNDED or REFUNDED.</summary>
    public string Status { get; init; } = "COMPLETED";

    public string? Reason { get; init; }

    public string? CustomId { get; init; }

    public string? InvoiceId { get; init; }

    public long Refunded { get; init; }

    public string? Dispute { get; init; }

    /// <summary>What a pending one becomes.</summary>
    public string? RipensInto { get; init; }

    public DateTimeOffset Updated { get; init; }
}

internal sealed record PayPalRefund(string Id, string Capture, PayPalMoney Amount, DateTimeOffset Created) : IKept
{
    /// <summary>COMPLETED, PENDING, FAILED or CANCELLED.</summary>
    public string Status { get; init; } = "COMPLETED";

    public string? CustomId { get; init; }

    public string? InvoiceId { get; init; }

    public string? Note { get; init; }

    public string? RipensInto { get; init; }
}

internal sealed record PayPalDispute(string Id, string Capture, PayPalMoney Amount, DateTimeOffset Created) : IKept
{
    public string Status { get; init; } = "OPEN";

    /// <summary>RESOLVED_BUYER_FAVOUR or RESOLVED_SELLER_FAVOUR.</summary>
    public string? Outcome { get; init; }
}

/// <summary>A wallet on its way to be kept.</summary>
internal sealed record PayPalSetup(string Id, string Customer, string? ReturnUrl, string? CancelUrl, DateTimeOffset Created) : IKept
{
    /// <summary>PAYER_ACTION_REQUIRED, APPROVED or VAULTED.</summary>
    public string Status { get; init; } = "PAYER_ACTION_REQUIRED";

    public PayPalPayer? Payer { get; init; }

    public WalletMood Mood { get; init; }
}

/// <summary>A kept wallet, a payment token.</summary>
internal sealed record PayPalWallet(string Id, string Customer, PayPalPayer Payer, WalletMood Mood, DateTimeOffset Created) : IKept
{
    public bool Deleted { get; init; }
}

/// <summary>A line of PayPal's own statement.</summary>
/// <param name="Code">T0006 a payment, T1107 a refund, T1110 held for a dispute, T1111 let go of again.</param>
/// <param name="About">The capture that it is about.</param>
internal sealed record PayPalMovement(string Id, string Code, long Minor, long Fee, string Currency, string About, DateTimeOffset Created) : IKept
{
    public string Status { get; init; } = "S";

    public string? CustomId { get; init; }

    public string? InvoiceId { get; init; }
}

/// <summary>What PayPal remembers of a request with a PayPal-Request-Id: what it made.</summary>
internal sealed record PayPalMemory(string Id, string Made, DateTimeOffset Until) : IKept;
