namespace Cln.Host.Events;

/// <summary>Wakes whoever waits for new events on this host. The rows are the truth; a beat only says that looking is worth it.</summary>
internal sealed class EventPulse
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, HashSet<Beat>> waiting = [];
    private TaskCompletionSource any = New();

    /// <summary>The resellers of whose logs somebody on this host waits for more.</summary>
    public IReadOnlyList<long> Awaited
    {
        get
        {
            lock (gate) return [.. waiting.Keys];
        }
    }

    /// <summary>Ends when the reseller's log has grown. Take it before looking at the rows, so that no beat is missed between looking and waiting.</summary>
    public Beat Await(long resellerId)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(resellerId, out var beats)) waiting[resellerId] = beats = [];
            var beat = new Beat(this, resellerId);
            beats.Add(beat);
            return beat;
        }
    }

    /// <summary>Ends when anybody's log has grown.</summary>
    public Task NextOfAny() => any.Task;

    /// <summary>A reseller's log has grown.</summary>
    public void Tell(long resellerId)
    {
        HashSet<Beat>? beats;
        lock (gate) waiting.Remove(resellerId, out beats);
        foreach (var beat in beats ?? []) beat.Sound();
        Interlocked.Exchange(ref any, New()).TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Forget(Beat beat)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(beat.ResellerId, out var beats) && beats.Remove(beat) && beats.Count == 0) waiting.Remove(beat.ResellerId);
        }
    }

    /// <summary>One that waits; dispose it when it doesn't any more.</summary>
    internal sealed class Beat(EventPulse pulse, long resellerId) : IDisposable
    {
        private readonly TaskCompletionSource sounded = New();

        public long ResellerId => resellerId;

        public Task Task => sounded.Task;

        public void Sound() => sounded.TrySetResult();

        public void Dispose() => pulse.Forget(this);
    }
}
