using Cln.Contracts;

namespace Cln.Billing;

/// <summary>Whether a card or wallet may be charged while its holder is away, by what became of it before.</summary>
/// <param name="Method">The card or wallet.</param>
/// <param name="Kind">Whether it may.</param>
/// <param name="Why">For people; empty when it may.</param>
/// <param name="Until">When it may again, where time is what it needs.</param>
internal sealed record MethodTurn(PaymentMethod Method, MethodTurnKind Kind, string Why = "", DateTimeOffset? Until = null)
{
    /// <summary>How long after each refusal that may pass later the next try waits. After the last one there is no other.</summary>
    private static readonly TimeSpan[] pauses = [TimeSpan.FromDays(1), TimeSpan.FromDays(3), TimeSpan.FromDays(5), TimeSpan.FromDays(5)];

    /// <summary>A holder who has to confirm is waited for so long.</summary>
    private static readonly TimeSpan patience = TimeSpan.FromDays(14);

    /// <summary>A row of refusals ends where nothing was tried for so long.</summary>
    private static readonly TimeSpan forgotten = TimeSpan.FromDays(30);

    /// <param name="method">The card or wallet.</param>
    /// <param name="refusals">Every refusal of it.</param>
    /// <param name="lastPaid">The id of the last payment that it paid; 0 when it paid none.</param>
    /// <param name="chosenAt">When the reseller last chose how its balance is kept up: soft refusals before that are forgiven.</param>
    /// <param name="now">The time.</param>
    public static MethodTurn Of(PaymentMethod method, IReadOnlyList<DeclinedTry> refusals, long lastPaid, DateTimeOffset? chosenAt, DateTimeOffset now)
    {
        if (method.ExpiresOn < DateOnly.FromDateTime(now.UtcDateTime)) return new(method, MethodTurnKind.Spent, $"{method.Label} has expired.");
        if (refusals.Any(refusal => refusal.Class == DeclineClass.Never) || refusals.Count(refusal => refusal.Code == "do_not_honor") > 1)
            return new(method, MethodTurnKind.Spent, $"{method.Label} may not be charged again: its bank said no for good.");

        // Whatever was wrong before it last paid has been put right.
        var standing = refusals.Where(refusal => refusal.PaymentId > lastPaid).OrderBy(refusal => refusal.PaymentId).ToList();
        if (standing.Exists(refusal => refusal.Class == DeclineClass.NewCardNeeded)) return new(method, MethodTurnKind.Spent, $"{method.Label} is out of date: enter the card again.");

        var automatic = standing.Where(refusal => refusal.IsAutomatic).ToList();
        if (automatic.FindLast(refusal => refusal.Class == DeclineClass.PayerMustAct) is { } asked)
        {
            return now < asked.At + patience
                ? new(method, MethodTurnKind.WaitsForPayer, $"{method.Label} needs its holder's confirmation: pay with it once yourself.", asked.At + patience)
                : new(method, MethodTurnKind.Spent, $"{method.Label} needs its holder's confirmation, which never came.");
        }

        return AfterSoft(method, Row([.. automatic.Where(refusal => refusal.At > chosenAt.GetValueOrDefault())], now), now);
    }

    private static MethodTurn AfterSoft(PaymentMethod method, List<DeclinedTry> row, DateTimeOffset now)
    {
        if (row.Count == 0) return new(method, MethodTurnKind.Ready);
        if (row.Count > pauses.Length) return new(method, MethodTurnKind.Spent, $"{method.Label} was declined {row.Count} times in a row.");
        var until = row[^1].At + pauses[row.Count - 1];
        return now >= until ? new(method, MethodTurnKind.Ready) : new(method, MethodTurnKind.Rests, $"{method.Label} was declined and is tried again later.", until);
    }

    /// <summary>The refusals that hang together with the last one.</summary>
    private static List<DeclinedTry> Row(List<DeclinedTry> refusals, DateTimeOffset now)
    {
        var (row, next) = (new List<DeclinedTry>(), now);
        for (var place = refusals.Count - 1; place >= 0 && next - refusals[place].At <= forgotten; place--)
        {
            next = refusals[place].At;
            row.Insert(0, refusals[place]);
        }

        return row;
    }
}

/// <summary>Whether a card or wallet may be charged while its holder is away.</summary>
internal enum MethodTurnKind
{
    /// <summary>It may.</summary>
    Ready,

    /// <summary>It was declined, and is tried again later.</summary>
    Rests,

    /// <summary>Its holder has to act first.</summary>
    WaitsForPayer,

    /// <summary>It isn't charged any more.</summary>
    Spent,

    /// <summary>Its gateway isn't there.</summary>
    OutOfReach,
}

/// <summary>A payment that was refused.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="IsAutomatic">It was an autopayment.</param>
/// <param name="Class">What the refusal means for trying again; null where the gateway didn't say.</param>
/// <param name="Code">The gateway's own word for it.</param>
/// <param name="At">When it was tried.</param>
internal sealed record DeclinedTry(long PaymentId, bool IsAutomatic, DeclineClass? Class, string? Code, DateTimeOffset At);
