using System.Collections.Concurrent;

namespace Cln.Host.Events;

/// <summary>Wakes whoever waits for new events on this host. The rows are the truth; a beat only says that looking is worth it.</summary>
internal sealed class EventPulse
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource> waiting = new();
    private TaskCompletionSource any = New();

    /// <summary>Ends when the reseller's log has grown. Take it before looking at the rows, so that no beat is missed between looking and waiting.</summary>
    public Task Next(long resellerId) => waiting.GetOrAdd(resellerId, _ => New()).Task;

    /// <summary>Ends when anybody's log has grown.</summary>
    public Task NextOfAny() => any.Task;

    public void Beat(long resellerId)
    {
        if (waiting.TryRemove(resellerId, out var one)) one.TrySetResult();
        Interlocked.Exchange(ref any, New()).TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
