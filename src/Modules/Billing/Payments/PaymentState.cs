namespace Cln.Billing;

/// <summary>How far a payment has come.</summary>
internal enum PaymentState
{
    /// <summary>Wanted, and nothing sent yet.</summary>
    Created,

    /// <summary>On its way to the gateway.</summary>
    Submitting,

    /// <summary>Waits for the payer, on the gateway's page.</summary>
    RequiresAction,

    /// <summary>The gateway has it and takes its time.</summary>
    Processing,

    /// <summary>The gateway was asked and gave no usable answer. It is asked again until the truth is known; no money is taken twice.</summary>
    Unknown,

    /// <summary>Refused. No money moved. Another try is another payment.</summary>
    Declined,

    /// <summary>Called off before any money moved.</summary>
    Canceled,

    /// <summary>The payer never came. No money moved.</summary>
    Expired,

    /// <summary>The money is on the balance.</summary>
    Posted,

    /// <summary>A part went back.</summary>
    PartRefunded,

    /// <summary>All of it went back.</summary>
    Refunded,

    /// <summary>The payer disputes it with their bank, which holds the money.</summary>
    Disputed,

    /// <summary>The payer won the dispute, and has the money back.</summary>
    ChargedBack,
}

/// <summary>In which order states follow each other.</summary>
internal static class PaymentStates
{
    /// <summary>Those in which the last word isn't spoken.</summary>
    public static readonly PaymentState[] Open =
        [PaymentState.Created, PaymentState.Submitting, PaymentState.RequiresAction, PaymentState.Processing, PaymentState.Unknown];

    public static bool IsOpen(this PaymentState state) => state.Rank() < Final;

    /// <summary>
    /// States only go up, whoever brings the news and however late. Two steps on the level are allowed: what is unknown may turn out to be
    /// anything, and a payment that waited for its payer may become unknown when it is taken. What follows a posting isn't learnt as a state,
    /// but worked out from refunds and disputes.
    /// </summary>
    public static bool MayBecome(this PaymentState state, PaymentState next) =>
        next.Rank() > state.Rank() ||
        (state == PaymentState.Unknown && next is PaymentState.RequiresAction) ||
        (state == PaymentState.RequiresAction && next == PaymentState.Unknown);

    private const int Final = 8;

    private static int Rank(this PaymentState state) => state switch
    {
        PaymentState.Created => 0,
        PaymentState.Submitting => 1,
        PaymentState.RequiresAction or PaymentState.Unknown => 2,
        PaymentState.Processing => 3,
        PaymentState.Declined or PaymentState.Canceled or PaymentState.Expired => Final,
        PaymentState.Posted => 9,
        PaymentState.PartRefunded or PaymentState.Disputed => 10,
        PaymentState.Refunded => 11,
        _ => 12,
    };
}

/// <summary>Why a payment was made.</summary>
internal enum PaymentPurpose
{
    /// <summary>The first payment, at registration.</summary>
    Deposit,

    /// <summary>The reseller asked for it.</summary>
    TopUp,

    /// <summary>The balance asked for it.</summary>
    Autopayment,
}
