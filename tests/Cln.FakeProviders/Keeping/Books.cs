namespace Cln.FakeProviders.Keeping;

/// <summary>
/// All that the providers know. One thing is done at a time, and it is on disk, whole or not at all, before anybody is told of it.
/// </summary>
internal sealed class Books : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<Type, OrderedDictionary<string, IKept>> shelves = [];
    private readonly Journal? journal;

    private Books(Journal? journal) => this.journal = journal;

    /// <summary>Called with what is new, after it is on disk.</summary>
    public Action<IReadOnlyList<IKept>>? Changed { get; set; }

    /// <param name="folder">Where the journal is, or null to keep nothing.</param>
    public static Books Open(string? folder)
    {
        if (folder is null) return new(journal: null);
        Directory.CreateDirectory(folder);
        var (journal, lines) = Journal.Open(Path.Combine(folder, "books.jsonl"));
        var books = new Books(journal);
        foreach (var kept in lines.SelectMany(line => line)) books.Shelf(kept.GetType())[kept.Id] = kept;
        return books;
    }

    /// <summary>Does one thing. When it throws, nothing of it has happened.</summary>
    public async Task<T> DoAsync<T>(Func<Page, T> work)
    {
        var (result, line, written) = Do(work);
        if (written.Count == 0) return result;
        if (journal is not null) await journal.FlushAsync(line);
        Changed?.Invoke(written);
        return result;
    }

    public ValueTask DisposeAsync() => journal?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal OrderedDictionary<string, IKept> Shelf(Type type) => shelves.TryGetValue(type, out var shelf) ? shelf : shelves[type] = new(StringComparer.Ordinal);

    private (T Result, long Line, IReadOnlyList<IKept> Written) Do<T>(Func<Page, T> work)
    {
        lock (gate)
        {
            var page = new Page(this);
            try
            {
                var result = work(page);
                var written = page.Written;
                return (result, written.Count > 0 && journal is not null ? journal.Append(written) : 0, written);
            }
            catch
            {
                page.Undo();
                throw;
            }
        }
    }
}
