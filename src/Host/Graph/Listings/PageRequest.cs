using GraphQL;

namespace Cln.Host.Graph.Listings;

/// <summary>How many rows, from where, which and in what order, as the caller asked.</summary>
internal sealed record PageRequest(int Size, bool Backwards, string? Cursor, IDictionary<string, object?>? Where, IReadOnlyList<IDictionary<string, object?>> Order)
{
    /// <exception cref="PageOutOfRange">first or last isn't 1 to 100, or both are given.</exception>
    public static PageRequest Of(IResolveFieldContext context)
    {
        var first = Argument<int?>("first");
        var last = Argument<int?>("last");
        var after = Argument<string?>("after");
        var before = Argument<string?>("before");
        if (first is not null && last is not null) throw new PageOutOfRange("Ask for `first` or for `last`, not for both.");
        if ((first ?? last ?? ListingTypes.DefaultPage) is var size && size is < 1 or > ListingTypes.LargestPage)
            throw new PageOutOfRange($"`first` and `last` go from 1 to {ListingTypes.LargestPage}.");
        if (last is null ? before is not null : after is not null) throw new PageOutOfRange("`after` goes with `first`, and `before` with `last`.");

        return new(size, last is not null, last is null ? after : before, Argument<IDictionary<string, object?>>("where"), [.. (Argument<IEnumerable<object?>>("order") ?? []).Cast<IDictionary<string, object?>>()]);

        T? Argument<T>(string name) => context.Arguments is { } sent && sent.TryGetValue(name, out var argument) && argument.Value is T value ? value : default;
    }
}

/// <summary>The page that was asked for can't be: it is too large, empty, or has two ends.</summary>
internal sealed class PageOutOfRange(string message) : DomainError("PAGE_OUT_OF_RANGE", message);

/// <summary>The cursor isn't one of this list in this order.</summary>
internal sealed class InvalidCursor() : DomainError("INVALID_CURSOR", "This cursor isn't one of this list in this order. Take cursors from an answer to the same field with the same `order`, and send them unchanged.");

/// <summary>An entry of `order` must have exactly one member.</summary>
internal sealed class InvalidOrder() : DomainError("INVALID_ORDER", "Each entry of `order` has exactly one member, such as { ip: ASC }.");
