using Cln.Data;
using Cln.Host.Idempotency;

namespace Cln.Host.Graph;

/// <summary>Runs a mutation's resolver: in a transaction unless it saves in steps, and once for each idempotency key.</summary>
internal sealed class MutationRunner(IUnitOfWork unit, IdempotentCall idempotent)
{
    /// <summary>When the first call with the latest one's idempotency key was made, where that call's outcome was answered again.</summary>
    public DateTimeOffset? FirstSeenAt => idempotent.FirstSeenAt;

    public Task<object?> RunAsync(MutationInfo mutation, object? input, Func<Task<object?>> resolve, CancellationToken cancellation)
    {
        if (mutation.IdempotencyKey?.GetValue(input) is IdempotencyKey key) return idempotent.RunAsync(mutation, input!, key, resolve, cancellation);
        return mutation.SavesInSteps ? resolve() : unit.CommitAsync(resolve, cancellation);
    }
}
