using System.Threading.RateLimiting;

namespace Cln.Host.Graph.Limits;

/// <summary>Lets so many requests run at once, of one caller and of all; a few more wait for their turn, the rest are refused.</summary>
internal sealed class Turns(GraphLimits limits) : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<string> callers = PartitionedRateLimiter.Create<string, string>(
        name => RateLimitPartition.GetConcurrencyLimiter(name, _ => Of(limits.AtOnce, limits.Queue)), StringComparer.Ordinal);

    private readonly ConcurrencyLimiter host = new(Of(limits.AtOnceOnHost, limits.Queue));

    /// <summary>Waits for the caller's turn, which ends when the answer is disposed.</summary>
    /// <exception cref="Refusal">TOO_MANY_AT_ONCE or HOST_BUSY: too many wait already.</exception>
    public async Task<IDisposable> EnterAsync(Caller caller, CancellationToken cancellation)
    {
        var own = await callers.AcquireAsync(PointBuckets.Name(caller), 1, cancellation);
        if (!own.IsAcquired) throw Refusal.AtOnce(limits.AtOnce);
        try
        {
            var shared = await host.AcquireAsync(1, cancellation);
            return shared.IsAcquired ? new Turn(own, shared) : throw Refusal.HostBusy(limits.AtOnceOnHost);
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await callers.DisposeAsync();
        await host.DisposeAsync();
    }

    private static ConcurrencyLimiterOptions Of(int atOnce, int queue) => new() { PermitLimit = atOnce, QueueLimit = queue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };

    private sealed class Turn(RateLimitLease own, RateLimitLease shared) : IDisposable
    {
        public void Dispose()
        {
            shared.Dispose();
            own.Dispose();
        }
    }
}
