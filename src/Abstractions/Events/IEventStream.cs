namespace Cln.Events;

/// <summary>The event log of the caller's account as it grows, for subscriptions.</summary>
public interface IEventStream
{
    /// <summary>True where whoever listens is told of one event alone and then hears no more, as a webhook is: how things are now is not for it, but what that event has made of them.</summary>
    bool IsOfOneEvent { get; }

    /// <summary>
    /// Where to begin: after the event that a cursor names; without one, after the latest. A client of server-sent events that comes back
    /// has said by itself which it heard last, and goes on after that.
    /// </summary>
    /// <exception cref="DomainError">INVALID_CURSOR: it is no cursor of an event. CURSOR_EXPIRED: the log doesn't reach back to it.</exception>
    Task<long> PlaceAsync(string? after, CancellationToken cancellation);

    /// <summary>
    /// Every event after a place, in order, first from the log and then as they are committed, without a gap or a repetition, until cancelled.
    /// Sequence numbers of a reseller go 1, 2, 3, …
    /// </summary>
    IAsyncEnumerable<StoredEvent> FollowAsync(long place, CancellationToken cancellation);
}

/// <summary>An event as the log holds it.</summary>
/// <param name="Sequence">Its number in its reseller's sequence.</param>
/// <param name="At">When its change was committed.</param>
/// <param name="Happened">What happened; null when the module that told it is not loaded any more.</param>
public sealed record StoredEvent(long Sequence, DateTimeOffset At, DomainEvent? Happened)
{
    /// <summary>What a subscription tells because of this event.</summary>
    public Told<T> Tell<T>(T value) => new(value, Sequence);

    /// <summary>The same for several things. Who hears only some of them before the connection breaks hears them again: none gets lost.</summary>
    public IEnumerable<Told<T>> TellEach<T>(IReadOnlyList<T> values) => values.Select((value, i) => new Told<T>(value, i + 1 < values.Count ? Sequence - 1 : Sequence));
}

/// <summary>Something that a subscription tells. Its client gets the place in the log beside the data, as a cursor, and can come back with that.</summary>
public interface ITold
{
    object? Value { get; }

    /// <summary>The sequence number of the event after which whoever has heard this goes on.</summary>
    long Place { get; }
}

/// <summary>Something that a subscription tells: what <c>IAsyncEnumerable&lt;Told&lt;T&gt;&gt;</c> gives has the type T in the schema.</summary>
/// <param name="Value">What the field resolves to.</param>
/// <param name="Place">The sequence number of the event after which whoever has heard this goes on.</param>
public sealed record Told<T>(T Value, long Place) : ITold
{
    object? ITold.Value => Value;
}
