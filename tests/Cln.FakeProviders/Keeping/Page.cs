namespace Cln.FakeProviders.Keeping;

/// <summary>The books, open for one thing that is done.</summary>
internal sealed class Page(Books books)
{
    private readonly List<(IKept Written, IKept? Before)> changes = [];

    public IReadOnlyList<IKept> Written => [.. changes.Select(change => change.Written)];

    public T? Find<T>(string? id) where T : class, IKept => id is null ? null : books.Shelf(typeof(T)).GetValueOrDefault(id) as T;

    /// <summary>One that surely is there.</summary>
    public T The<T>(string id) where T : class, IKept => Find<T>(id) ?? throw new InvalidOperationException($"The books have no {typeof(T).Name} {id}.");

    /// <summary>All of a kind, oldest first.</summary>
    public IEnumerable<T> All<T>() where T : class, IKept => books.Shelf(typeof(T)).Values.Cast<T>();

    public int Count<T>() where T : class, IKept => books.Shelf(typeof(T)).Count;

    public T Put<T>(T kept) where T : class, IKept
    {
        var shelf = books.Shelf(typeof(T));
        changes.Add((kept, shelf.GetValueOrDefault(kept.Id)));
        shelf[kept.Id] = kept;
        return kept;
    }

    public void Undo()
    {
        foreach (var (written, before) in changes.AsEnumerable().Reverse())
        {
            var shelf = books.Shelf(written.GetType());
            if (before is null) shelf.Remove(written.Id);
            else shelf[written.Id] = before;
        }
    }
}
