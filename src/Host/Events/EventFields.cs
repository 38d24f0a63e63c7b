using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Cln.Data;
using Cln.Events;
using Cln.Graph;
using Cln.Host.Graph;
using Cln.Host.Graph.Listings;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Events;

/// <summary>An event's place in its reseller's log.</summary>
internal static class EventCursor
{
    public static string Encode(long sequence) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"event:{sequence}")));

    /// <exception cref="InvalidCursor">It is no cursor of an event.</exception>
    public static long Decode(string cursor)
    {
        Span<byte> bytes = stackalloc byte[64];
        if (cursor.Length > 64 || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length)) throw new InvalidCursor();
        var parts = Encoding.UTF8.GetString(bytes[..length]).Split(':');
        return parts is ["event", var number] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : throw new InvalidCursor();
    }
}

[Extends<Query>]
internal static class ActivityLog
{
    /// <summary>What has happened on the account, oldest first, starting after `after`. At most 100 at once. Old events are taken out of the log, by default after 90 days; a cursor before that is CURSOR_EXPIRED.</summary>
    /// <param name="first">At most so many: 1 to 100.</param>
    /// <param name="after">The cursor of an event, as this list or the subscription `events` gave it.</param>
    [Scope(Scopes.ResellerRead)]
    public static async Task<Connection<EventRow>> EventsAsync(ClnDbContext db, Caller caller, EventStream stream, CancellationToken cancellation, int first = ListingTypes.DefaultPage, string? after = null)
    {
        if (first is < 1 or > ListingTypes.LargestPage) throw new PageOutOfRange($"`first` goes from 1 to {ListingTypes.LargestPage}.");
        var mine = db.Events.AsNoTracking().Where(row => row.ResellerId == caller.RequireReseller());
        var start = after is null ? 0 : await stream.PlaceOfAsync(after, cancellation);
        var rows = await mine.Where(row => row.Sequence > start).OrderBy(row => row.Sequence).Take(first + 1).ToListAsync(cancellation);
        Edge<EventRow>[] edges = [.. rows.Take(first).Select(row => new Edge<EventRow>(row, row.Cursor))];
        return new(edges, new(rows.Count > first, start > 0, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor), counting => mine.CountAsync(counting));
    }
}

[Extends<Query>]
internal static class EventsCursor
{
    /// <summary>The place in the account's log now. A subscription with it as `after` misses nothing that happens from here on, however long it takes to begin.</summary>
    [SignedIn]
    public static async Task<string> EventsCursorAsync(EventStream stream, CancellationToken cancellation) => EventCursor.Encode(await stream.LatestAsync(cancellation));
}

[Extends<Subscription>]
internal static class ActivityEvents
{
    /// <summary>Each event of the account after `after`, in order, without a gap or a repetition: first those that the log has, then each as it happens. Without `after` it starts with the next one. A cursor of an event that is no longer kept is CURSOR_EXPIRED.</summary>
    /// <param name="after">The cursor of the last event that was seen.</param>
    [Scope(Scopes.ResellerRead)]
    public static async IAsyncEnumerable<Told<EventRow>> EventsAsync(string? after, EventStream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var place = await stream.PlaceAsync(after, cancellation);
        await foreach (var row in stream.FollowRowsAsync(place, cancellation)) yield return new(row, row.Sequence);
    }
}

[Extends<EventRow>]
internal static class EventSubject
{
    /// <summary>What the event is about; null when that is gone, has no id, or isn't the caller's to see.</summary>
    public static IDataLoaderResult<INode?>? Subject(EventRow row, NodesByName nodes, CancellationToken cancellation) =>
        row is { SubjectType: { } type, SubjectId: { } id } ? nodes.Load((type, id), cancellation) : null;
}

/// <summary>Entities of several types at once, one query a type.</summary>
internal sealed class NodesByName(ClnDbContext db, Caller caller) : Batch<(string Type, long Id), INode>
{
    private static readonly MethodInfo load = typeof(NodesByName).GetMethod(nameof(LoadOfTypeAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    protected override async Task<IReadOnlyDictionary<(string Type, long Id), INode>> LoadAsync(IReadOnlyCollection<(string Type, long Id)> keys, CancellationToken cancellation)
    {
        Dictionary<(string Type, long Id), INode> found = [];
        foreach (var ofType in keys.GroupBy(key => key.Type, key => key.Id))
        {
            if (!NodeLoader.TypesOf(db).TryGetValue(ofType.Key, out var type) || !caller.Has(type.GetCustomAttribute<NodeAttribute>()!.Scope)) continue;
            foreach (var node in await (Task<List<INode>>)load.MakeGenericMethod(type).Invoke(null, [db, ofType.ToList(), cancellation])!) found[(ofType.Key, node.Id)] = node;
        }

        return found;
    }

    private static async Task<List<INode>> LoadOfTypeAsync<T>(ClnDbContext db, List<long> ids, CancellationToken cancellation)
        where T : class, INode => [.. await db.Set<T>().AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(cancellation)];
}

/// <summary>What came after this cursor is in part no longer kept: begin without one, and read anew what you keep a copy of.</summary>
internal sealed class CursorExpired() : DomainError("CURSOR_EXPIRED", "Events after this cursor are no longer kept. Begin without a cursor, and read anew what you keep a copy of.");
