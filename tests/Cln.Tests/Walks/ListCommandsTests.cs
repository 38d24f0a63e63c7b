using Cln.Host.Graph;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Walks;

/// <summary>How many SQL commands each list takes: as many for a hundred rows as for one, whatever is asked of a row.</summary>
[Collection(nameof(Neighbours))]
public sealed class ListCommandsTests(Neighbours neighbours)
{
    private const int KindsOfSubject = 8;

    private readonly ISchema schema = neighbours.World.Services.GetRequiredService<ISchema>();

    /// <summary>The commands of each list: its sign-in, its page, the total, and one for each kind of thing that its rows refer to. The log refers to many kinds.</summary>
    private static readonly Dictionary<string, int> commands = new(StringComparer.Ordinal)
    {
        ["auditLog"] = 7,
        ["autopaymentDecisions"] = 2,
        ["backups"] = 2,
        ["invoices"] = 3,
        ["ipLicenses"] = 4,
        ["ledgerEntries"] = 2,
        ["payments"] = 3,
        ["resellers"] = 6,
        ["serverAccounts"] = 3,
        ["webhookDeliveries"] = 4,
        ["webhooks"] = 2,
    };

    [Fact]
    public async Task A_list_takes_as_many_commands_for_all_its_rows_as_for_one()
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (var field in schema.Query.Fields.Where(IsList))
        {
            var api = field.RightsAsked() == Scopes.Operator ? await neighbours.World.OperatorAsync() : neighbours.Owner;
            var document = $"query($first: Int!) {{ {field.Name}(first: $first) {{ totalCount nodes {{ {Row(NodeOf(field), depth: 2)} }} }} }}";
            await CountAsync(api, document, 1);
            var (one, _) = await CountAsync(api, document, 1);
            var (all, rows) = await CountAsync(api, document, 100);
            Assert.True(rows > 0, $"{field.Name} shows nothing.");
            if (field.Name == "events") Assert.InRange(all, one, one + KindsOfSubject);
            else Assert.Equal((field.Name, one), (field.Name, all));
            counts.Add(field.Name, one);
        }

        counts.Remove("events");
        Assert.Equal(Lines(commands), Lines(counts));
    }

    private static string Lines(Dictionary<string, int> counts) => string.Join('\n', counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key} {count.Value}"));

    private async Task<(int Commands, int Rows)> CountAsync(Api api, string document, int first)
    {
        using var count = CommandCount.Of(neighbours.World);
        var answer = (await api.SendAsync(document, new { first })).Worked();
        return (count.Commands, answer.Json.GetProperty("data").EnumerateObject().First().Value.GetProperty("nodes").GetArrayLength());
    }

    private static bool IsList(FieldType field) => field.Arguments?.Find("after") is not null;

    private static IGraphType NodeOf(FieldType field) => ((IComplexGraphType)field.ResolvedType!.GetNamedType()).Fields.Find("nodes")!.ResolvedType!.GetNamedType();

    /// <summary>All of a row and of the objects in it, but for lists of their own, which are pages by themselves.</summary>
    private static string Row(IGraphType type, int depth) => type is not IComplexGraphType some ? "" : string.Join(' ', some.Fields
        .Where(field => field.Arguments is null or { Count: 0 } && (field.ResolvedType!.GetNamedType() is not IComplexGraphType || depth > 0))
        .Select(field => field.ResolvedType!.GetNamedType() is IComplexGraphType of and not UnionGraphType ? $"{field.Name} {{ __typename {Row(of, depth - 1)} }}" : field.ResolvedType!.GetNamedType() is UnionGraphType ? $"{field.Name} {{ __typename }}" : field.Name));
}
