using System.Linq.Expressions;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Graph.Listings;

/// <summary>One page by keyset: the rows behind a place in the order, however many were added or removed since.</summary>
internal sealed class PagedListing<T>(PageRequest request) : Listing<T>
    where T : class, INode
{
    private static readonly SortKey id = new(typeof(T).GetProperty(nameof(INode.Id))!);

    public override Task<Connection<T>> PageAsync(IQueryable<T> rows, CancellationToken cancellation) => PageAsync(rows, idDescending: true, cancellation);

    public override Task<Connection<T>> PageOldestFirstAsync(IQueryable<T> rows, CancellationToken cancellation) => PageAsync(rows, idDescending: false, cancellation);

    private async Task<Connection<T>> PageAsync(IQueryable<T> rows, bool idDescending, CancellationToken cancellation)
    {
        if (request.Where is { } where) rows = rows.Where(FilterExpression.Of<T>(where));
        var keys = Keys(idDescending);
        var order = $"{typeof(T).Name}:{string.Join(',', keys.Select(key => $"{key.Key.Property.Name} {key.Descending}"))}";

        var page = rows.AsNoTracking();
        if (request.Cursor is { } cursor) page = page.Where(Behind(keys, Cursor.Decode(order, cursor, [.. keys.Select(key => key.Key.Property.PropertyType)])));
        var found = await Ordered(page, keys).Take(request.Size + 1).ToListAsync(cancellation);

        var more = found.Count > request.Size;
        if (more) found.RemoveAt(request.Size);
        if (request.Backwards) found.Reverse();
        Edge<T>[] edges = [.. found.Select(row => new Edge<T>(row, Cursor.Encode(order, keys.Select(key => key.Key.Value(row)))))];
        var pageInfo = request.Backwards
            ? new PageInfo(request.Cursor is not null, more, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor)
            : new PageInfo(more, request.Cursor is not null, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor);
        return new(edges, pageInfo, counting => rows.CountAsync(counting));
    }

    private List<(SortKey Key, bool Descending)> Keys(bool idDescending)
    {
        var listed = ListedField.Of(typeof(T));
        List<(SortKey Key, bool Descending)> keys = [];
        foreach (var entry in request.Order)
        {
            if (entry.Count != 1 || entry.First().Value is not SortDirection direction) throw new InvalidOrder();
            keys.Add((listed[entry.First().Key].OrderedBy, direction == SortDirection.Desc));
        }

        keys.Add((id, keys.Count == 0 && idDescending));
        return keys;
    }

    private IQueryable<T> Ordered(IQueryable<T> rows, List<(SortKey Key, bool Descending)> keys)
    {
        var started = false;
        foreach (var (key, descending) in keys)
        {
            if (key.IsNullable) By(row => IsNull(Expression.Property(row, key.Property)), descending: false);
            By(row => Expression.Property(row, key.Property), descending);
        }

        return rows;

        void By(Func<ParameterExpression, Expression> column, bool descending)
        {
            var row = Expression.Parameter(typeof(T), "row");
            var key = column(row);
            var method = (started ? nameof(Queryable.ThenBy) : nameof(Queryable.OrderBy)) + (descending != request.Backwards ? "Descending" : "");
            rows = rows.Provider.CreateQuery<T>(Expression.Call(typeof(Queryable), method, [typeof(T), key.Type], rows.Expression, Expression.Quote(Expression.Lambda(key, row))));
            started = true;
        }
    }

    /// <summary>(a behind A) or (a = A and b behind B) or …, with rows without a value behind all others.</summary>
    private Expression<Func<T, bool>> Behind(List<(SortKey Key, bool Descending)> keys, object?[] place)
    {
        var row = Expression.Parameter(typeof(T), "row");
        Expression behind = Expression.Constant(false);
        for (var i = keys.Count - 1; i >= 0; i--)
        {
            var column = Expression.Property(row, keys[i].Key.Property);
            behind = Expression.OrElse(
                Behind(column, keys[i].Key.IsNullable, place[i], keys[i].Descending != request.Backwards),
                Expression.AndAlso(Same(column, place[i]), behind));
        }

        return Expression.Lambda<Func<T, bool>>(behind, row);
    }

    private Expression Behind(MemberExpression column, bool nullable, object? value, bool descending)
    {
        if (value is null) return request.Backwards ? Expression.Not(IsNull(column)) : Expression.Constant(false);
        var further = FilterExpression.Compare(descending ? ExpressionType.LessThan : ExpressionType.GreaterThan, column, value);
        return nullable && !request.Backwards ? Expression.OrElse(IsNull(column), further) : further;
    }

    private static Expression Same(MemberExpression column, object? value) =>
        value is null ? IsNull(column) : Expression.Equal(column, FilterExpression.Parameter(value, column.Type));

    private static BinaryExpression IsNull(MemberExpression column) => Expression.Equal(column, Expression.Constant(null, column.Type));
}
