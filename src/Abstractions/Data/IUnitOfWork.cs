namespace Cln.Data;

/// <summary>
/// One transaction around some work: saved, committed and told when the work returns, forgotten when it throws, and done again
/// from the start when the database asks for that (busy, deadlock, serialization).
/// </summary>
/// <remarks>
/// Mutations, event handlers and jobs that are handed a whole unit run inside one already. Call it in a job (one unit for each
/// piece of work) and in a mutation marked <c>[SavesInSteps]</c>. The work may run more than once: it loads what it needs itself.
/// </remarks>
public interface IUnitOfWork
{
    Task<T> CommitAsync<T>(Func<Task<T>> work, CancellationToken cancellation);

    async Task CommitAsync(Func<Task> work, CancellationToken cancellation) =>
        await CommitAsync(
            async () =>
            {
                await work();
                return true;
            },
            cancellation);
}
