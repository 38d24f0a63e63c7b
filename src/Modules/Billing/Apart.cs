using Cln.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Billing;

/// <summary>
/// Work of the platform's own, apart from whatever its caller has loaded or begun: a fresh scope and context for each unit. Never call it
/// inside a transaction: on a database with one writer the two would wait for each other.
/// </summary>
internal sealed class Apart(IServiceScopeFactory scopes)
{
    /// <summary>Does the work in a transaction, with a service of the new scope.</summary>
    public async Task<TResult> CommitAsync<TService, TResult>(Func<TService, Task<TResult>> work, CancellationToken cancellation)
        where TService : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomePlatform();
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(() => work(scope.ServiceProvider.GetRequiredService<TService>()), cancellation);
    }

    public Task CommitAsync<TService>(Func<TService, Task> work, CancellationToken cancellation)
        where TService : notnull =>
        CommitAsync<TService, bool>(
            async service =>
            {
                await work(service);
                return true;
            },
            cancellation);
}
