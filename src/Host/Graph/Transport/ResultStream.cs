using GraphQL;

namespace Cln.Host.Graph.Transport;

/// <summary>
/// A sequence in the engine's contract for streams, which is an observable. An observable tells when it likes, and what a slow client
/// hasn't read would pile up; this one is asked for its next item when the last has been sent, so that nothing does.
/// </summary>
internal sealed class Asked<T>(IAsyncEnumerable<T> items) : IObservable<T>, IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => items.GetAsyncEnumerator(cancellationToken);

    public IDisposable Subscribe(IObserver<T> observer) => throw new NotSupportedException("Ask for the items; they are not told.");
}

/// <summary>The results of a subscription, of which the schema allows one field.</summary>
internal static class ResultStream
{
    public static bool IsStream(this ExecutionResult result) => result.Streams is { Count: > 0 };

    public static IAsyncEnumerable<ExecutionResult> Stream(this ExecutionResult result) => (IAsyncEnumerable<ExecutionResult>)result.Streams!.Values.Single();
}
