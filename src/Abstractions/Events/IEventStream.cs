namespace Cln.Events;

/// <summary>The event log as it grows, for subscriptions.</summary>
public interface IEventStream
{
    /// <summary>The sequence number of a reseller's latest committed event; 0 when there is none.</summary>
    Task<long> LatestAsync(long resellerId, CancellationToken cancellation);

    /// <summary>
    /// Every event of one reseller with a sequence number above <paramref name="after"/>, in order, first from the log and then as they are
    /// committed, without a gap or a repetition, until cancelled. Sequence numbers of a reseller go 1, 2, 3, …
    /// </summary>
    IAsyncEnumerable<StoredEvent> FollowAsync(long resellerId, long after, CancellationToken cancellation);
}

/// <summary>An event as the log holds it.</summary>
/// <param name="Sequence">Its number in its reseller's sequence.</param>
/// <param name="At">When its change was committed.</param>
/// <param name="Happened">What happened; null when the module that told it is not loaded any more.</param>
public sealed record StoredEvent(long Sequence, DateTimeOffset At, DomainEvent? Happened);
