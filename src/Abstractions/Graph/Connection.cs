namespace Cln.Graph;

/// <summary>One page of a list, as the Relay specification has it.</summary>
public sealed class Connection<T>(IReadOnlyList<Edge<T>> edges, PageInfo pageInfo, Func<CancellationToken, Task<int>> count)
    where T : notnull
{
    /// <summary>The rows of this page, each with its cursor.</summary>
    public IReadOnlyList<Edge<T>> Edges => edges;

    /// <summary>The rows of this page.</summary>
    public IEnumerable<T> Nodes => edges.Select(edge => edge.Node);

    /// <summary>Where this page stands in the list.</summary>
    public PageInfo PageInfo => pageInfo;

    /// <summary>How many rows the whole list has, with <c>where</c> applied.</summary>
    public Task<int> TotalCountAsync(CancellationToken cancellation) => count(cancellation);
}

/// <summary>A row of a list and its place in it.</summary>
public sealed class Edge<T>(T node, string cursor)
    where T : notnull
{
    /// <summary>The row.</summary>
    public T Node => node;

    /// <summary>The row's place in the list, for <c>after</c> and <c>before</c>.</summary>
    public string Cursor => cursor;
}

/// <summary>Where a page stands in its list.</summary>
/// <param name="HasNextPage">There are rows behind this page.</param>
/// <param name="HasPreviousPage">There are rows before this page.</param>
/// <param name="StartCursor">The cursor of the first row; null on an empty page.</param>
/// <param name="EndCursor">The cursor of the last row; null on an empty page.</param>
public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);

/// <summary>
/// How a caller wants a list: <c>first</c>, <c>after</c>, <c>last</c>, <c>before</c>, and where <typeparamref name="T"/> has
/// <see cref="ListedAttribute"/> properties, <c>where</c> and <c>order</c>. Take it as a parameter and return
/// <c>list.PageAsync(db.Things, cancellation)</c>.
/// </summary>
public abstract class Listing<T>
    where T : class, INode
{
    /// <summary>The asked-for page of these rows, filtered and ordered as the caller wants; where the caller doesn't say, newest first.</summary>
    public abstract Task<Connection<T>> PageAsync(IQueryable<T> rows, CancellationToken cancellation);

    /// <summary>The same, oldest first where the caller doesn't say.</summary>
    public abstract Task<Connection<T>> PageOldestFirstAsync(IQueryable<T> rows, CancellationToken cancellation);
}
