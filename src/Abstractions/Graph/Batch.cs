using GraphQL.DataLoader;

namespace Cln.Graph;

/// <summary>Loads many values by key in one query: the keys asked for on one level of the result make one batch. A service; take it as a parameter.</summary>
public abstract class Batch<TKey, TValue>
    where TKey : notnull
{
    private HashSet<TKey> keys = [];
    private Lazy<Task<IReadOnlyDictionary<TKey, TValue>>>? next;

    /// <summary>Finds the values of these keys. A key that isn't in the answer has none.</summary>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> LoadAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellation);

    public IDataLoaderResult<TValue?> Load(TKey key, CancellationToken cancellation)
    {
        if (next is null or { IsValueCreated: true })
        {
            var batch = keys = [];
            next = new(() => LoadAsync(batch, cancellation));
        }

        keys.Add(key);
        return new Pending(key, next);
    }

    /// <summary>The same, with something made of what was found; null is what was not.</summary>
    public IDataLoaderResult<TResult> Load<TResult>(TKey key, Func<TValue?, TResult> make, CancellationToken cancellation) => new Made<TResult>(Load(key, cancellation), make);

    private sealed class Made<TResult>(IDataLoaderResult<TValue?> found, Func<TValue?, TResult> make) : IDataLoaderResult<TResult>
    {
        public async Task<TResult> GetResultAsync(CancellationToken cancellationToken = default) => make(await found.GetResultAsync(cancellationToken));

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
    }

    private sealed class Pending(TKey key, Lazy<Task<IReadOnlyDictionary<TKey, TValue>>> batch) : IDataLoaderResult<TValue?>
    {
        public async Task<TValue?> GetResultAsync(CancellationToken cancellationToken = default) => (await batch.Value).GetValueOrDefault(key);

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
    }
}
