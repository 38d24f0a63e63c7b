using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using GraphQL;

namespace Cln.Host.Graph.Transport;

/// <summary>
/// The results of a subscription, serialised, one after the other. A stream that is also an <see cref="IAsyncEnumerable{T}"/> is asked
/// for its next result when the last has been sent, so that a slow client slows its source down. Any other tells when it likes: its
/// results wait in the <see cref="Backlog"/>, and a client for whom that overflows is a <see cref="SlowReader"/>.
/// </summary>
internal sealed class ResultStream(IGraphQLTextSerializer serializer)
{
    public byte[] Serialize(ExecutionResult result) => Encoding.UTF8.GetBytes(serializer.Serialize(result));

    public byte[] SerializeErrors(ExecutionResult result) => Encoding.UTF8.GetBytes(serializer.Serialize(result.Errors ?? []));

    public async IAsyncEnumerable<byte[]> ReadAsync(ExecutionResult subscription, Backlog backlog, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var stream = subscription.Streams!.Values.Single();
        if (stream is IAsyncEnumerable<ExecutionResult> pulled)
        {
            await foreach (var result in pulled.WithCancellation(cancellation)) yield return Serialize(result);
            yield break;
        }

        var told = new Told(this, backlog);
        using (stream.Subscribe(told))
        {
            try
            {
                await foreach (var result in told.Results.ReadAllAsync(cancellation))
                {
                    yield return result;
                    backlog.Leave(result.Length);
                }
            }
            finally
            {
                told.Forget();
            }
        }
    }

    /// <summary>Hears a stream that tells when it likes.</summary>
    private sealed class Told(ResultStream results, Backlog backlog) : IObserver<ExecutionResult>
    {
        private readonly Channel<byte[]> channel = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });

        public ChannelReader<byte[]> Results => channel.Reader;

        public void OnNext(ExecutionResult value)
        {
            var result = results.Serialize(value);
            if (!backlog.TryEnter(result.Length))
                channel.Writer.TryComplete(new SlowReader());
            else if (!channel.Writer.TryWrite(result))
                backlog.Leave(result.Length);
        }

        public void OnError(Exception error) => channel.Writer.TryComplete(error);

        public void OnCompleted() => channel.Writer.TryComplete();

        /// <summary>Gives back the places of what nobody will read any more.</summary>
        public void Forget()
        {
            channel.Writer.TryComplete();
            while (channel.Reader.TryRead(out var result)) backlog.Leave(result.Length);
        }
    }
}
