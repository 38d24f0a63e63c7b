namespace Cln.Billing;

/// <summary>How long to wait before a gateway is asked again.</summary>
internal static class Pauses
{
    private static readonly TimeSpan[] whileUnknown =
    [
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6),
    ];

    /// <summary>Short enough that money is on the balance within 15 minutes, even when nobody tells us that it came.</summary>
    private static readonly TimeSpan[] whileWaiting = [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)];

    /// <summary>For a gateway that asks for a pause and doesn't say how long.</summary>
    private static readonly TimeSpan usual = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan longest = TimeSpan.FromHours(1);

    /// <summary>A dispute takes weeks, and its end is told; this is for when nobody tells.</summary>
    private static readonly TimeSpan whileDisputed = TimeSpan.FromHours(24);

    /// <summary>When to look at a payment again; null when its story is over. The moment in which a person has to look is never slept through.</summary>
    public static DateTimeOffset? Next(Payment payment, DateTimeOffset now, TimeSpan? asked)
    {
        if (payment.State == PaymentState.Disputed) return now + whileDisputed;
        if (!payment.State.IsOpen()) return null;
        var next = now + Of(payment, now, asked);
        var review = payment.CreatedAt + Payment.ReviewedAfter;
        return !payment.NeedsReview && review > now && review < next ? review : next;
    }

    public static TimeSpan WhileUnknown(int looks) => At(whileUnknown, looks);

    public static TimeSpan WhileWaiting(int looks) => At(whileWaiting, looks);

    /// <summary>What the gateway asks for, within reason.</summary>
    public static TimeSpan Asked(TimeSpan? pause) => pause is { } wanted ? TimeSpan.FromTicks(Math.Clamp(wanted.Ticks, TimeSpan.TicksPerSecond, longest.Ticks)) : usual;

    private static TimeSpan Of(Payment payment, DateTimeOffset now, TimeSpan? asked) => payment.State switch
    {
        _ when asked is { } pause => pause,
        PaymentState.Created => Janitor.Patience,
        PaymentState.Submitting => usual,
        PaymentState.Unknown => WhileUnknown(payment.Looks),
        _ when now - payment.CreatedAt >= Payment.ReviewedAfter => whileUnknown[^1],
        _ => WhileWaiting(payment.Looks),
    };

    private static TimeSpan At(TimeSpan[] pauses, int looks) => pauses[Math.Min(looks, pauses.Length - 1)];
}
