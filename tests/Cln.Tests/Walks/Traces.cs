using System.Text.Json;
using Cln.Data;
using Cln.Graph;
using Cln.Host.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Walks;

/// <summary>What gives a reseller's things away where it stands in an answer.</summary>
/// <param name="Ids">The global ids of all its things.</param>
/// <param name="Texts">The texts and addresses in its rows that stand nowhere in another's.</param>
internal sealed record Traces(IReadOnlyList<string> Ids, IReadOnlyList<string> Texts)
{
    private const int TooShortToTell = 5;

    public static async Task<Traces> OfAsync(Neighbours neighbours)
    {
        await using var platform = neighbours.World.PlatformScope();
        var db = platform.ServiceProvider.GetRequiredService<ClnDbContext>();
        var rows = await Rows.AllAsync(db);
        var foreign = rows.Where(row => Rows.IsOf(row, neighbours.StrangerId)).SelectMany(row => TextsIn(db, row));
        return new(
            await IdsAsync(neighbours),
            [.. rows.Where(row => Rows.IsOf(row, neighbours.OwnerId)).SelectMany(row => TextsIn(db, row)).Except(foreign, StringComparer.Ordinal)]);
    }

    /// <summary>The same without what anybody may know.</summary>
    public Traces Except(Answer known) => this with { Texts = [.. Texts.Except(In(known), StringComparer.Ordinal)] };

    /// <summary>Those that stand in this answer.</summary>
    public IReadOnlyList<string> In(Answer answer) => In([.. Values(answer.Json)]);

    public IReadOnlyList<string> In(IReadOnlyList<JsonElement> heard) => In([.. heard.SelectMany(Values)]);

    private List<string> In(List<string> told) =>
        [.. Ids.Where(told.Contains), .. Texts.Where(trace => told.Exists(text => text.Contains(trace, StringComparison.OrdinalIgnoreCase)))];

    private static async Task<IReadOnlyList<string>> IdsAsync(Neighbours neighbours)
    {
        await using var scope = neighbours.World.ScopeOf(neighbours.OwnerId);
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        List<string> ids = [];
        foreach (var (name, entity) in NodeLoader.TypesOf(db))
        {
            foreach (var row in await Rows.Shown<INode>(db, entity).ToListAsync()) ids.Add(NodeIds.Encode(name, row.Id));
        }

        return ids;
    }

    private static IEnumerable<string> TextsIn(ClnDbContext db, object row) =>
        from property in db.Entry(row).Properties
        let text = property.CurrentValue switch { string value => value, IpAddress address => address.ToString(), _ => "" }
        where text.Length > TooShortToTell
        select text;

    private static IEnumerable<string> Values(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Values(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Values),
        JsonValueKind.String => [json.GetString()!],
        _ => [],
    };
}
