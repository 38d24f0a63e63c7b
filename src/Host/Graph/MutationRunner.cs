using Cln.Data;
using Cln.Host.Audit;
using Cln.Host.Idempotency;

namespace Cln.Host.Graph;

/// <summary>Runs a mutation's resolver: in a transaction unless it saves in steps, once for each idempotency key, and with an entry in the audit log.</summary>
internal sealed class MutationRunner(IUnitOfWork unit, IdempotentCall idempotent, Caller caller)
{
    /// <summary>When the first call with the latest one's idempotency key was made, where that call's outcome was answered again.</summary>
    public DateTimeOffset? FirstSeenAt => idempotent.FirstSeenAt;

    public async Task<object?> RunAsync(MutationInfo mutation, object? input, Func<Task<object?>> resolve, CancellationToken cancellation)
    {
        idempotent.FirstSeenAt = null;
        if (!mutation.IsAudited) return await CallAsync(mutation, input, resolve, cancellation);
        var deed = Deed.Begin(mutation, input, caller);
        try
        {
            // What is answered again was done, and written down, before.
            return await CallAsync(mutation, input, () => FirstSeenAt is null ? deed.DoAsync(resolve) : resolve(), cancellation);
        }
        finally
        {
            if (deed.IsLeft && FirstSeenAt is null) await unit.CommitAsync(() => Task.CompletedTask, CancellationToken.None);
        }
    }

    private Task<object?> CallAsync(MutationInfo mutation, object? input, Func<Task<object?>> resolve, CancellationToken cancellation)
    {
        if (mutation.IdempotencyKey?.GetValue(input) is IdempotencyKey key) return idempotent.RunAsync(mutation, input!, key, resolve, cancellation);
        return mutation.SavesInSteps ? resolve() : unit.CommitAsync(resolve, cancellation);
    }
}
