using System.Globalization;
using System.Reflection;

namespace Cln.Host.Graph.Limits;

/// <summary>What a request may ask for: <c>Graph:Limits:*</c>, whole numbers by the names of these properties.</summary>
internal sealed record GraphLimits
{
    private const string Section = "Graph:Limits";

    /// <summary>Words, numbers, strings and signs of a document; commas, spaces and comments don't count.</summary>
    public int Tokens { get; init; } = 2000;

    /// <summary>Operations in a document.</summary>
    public int Operations { get; init; } = 10;

    /// <summary>Fragments in a document.</summary>
    public int Fragments { get; init; } = 50;

    /// <summary>Variables of an operation.</summary>
    public int Variables { get; init; } = 100;

    /// <summary>Fields, spreads and inline fragments of a document, each fragment counted wherever it is spread.</summary>
    public int Nodes { get; init; } = 5000;

    /// <summary>Fields within fields.</summary>
    public int Depth { get; init; } = 10;

    /// <summary>Fields within fields under <c>__schema</c> and <c>__type</c>: the usual introspection query has 15.</summary>
    public int IntrospectionDepth { get; init; } = 15;

    /// <summary>Lists and objects within each other in an argument.</summary>
    public int ValueDepth { get; init; } = 16;

    /// <summary>Aliases of an operation.</summary>
    public int Aliases { get; init; } = 15;

    /// <summary>Directives of a document.</summary>
    public int Directives { get; init; } = 50;

    /// <summary>Directives in one place.</summary>
    public int DirectivesInPlace { get; init; } = 4;

    /// <summary>How often the same name may be answered in one object: GraphQL merges them, pair by pair.</summary>
    public int Repeats { get; init; } = 20;

    /// <summary>Fields of the query itself.</summary>
    public int QueryFields { get; init; } = 20;

    /// <summary>Fields of the mutation itself: things done in one request.</summary>
    public int MutationFields { get; init; } = 5;

    /// <summary>Points of an operation: 1 for a scalar, 2 for an object, times the rows of each list around it.</summary>
    public int Cost { get; init; } = 6000;

    /// <summary>Rows that a list without <c>first</c> is reckoned with.</summary>
    public int AssumedRows { get; init; } = 10;

    /// <summary>Points that one API token, session or address may have spent before it waits.</summary>
    public int Points { get; init; } = 100_000;

    /// <summary>Points that come back each second.</summary>
    public int PointsPerSecond { get; init; } = 1000;

    /// <summary>Points that a refused request costs.</summary>
    public int RefusalPoints { get; init; } = 10;

    /// <summary>Requests of one API token, session or address that run at once.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>Requests that run at once on a host.</summary>
    public int AtOnceOnHost { get; init; } = 200;

    /// <summary>Requests that wait for their turn, of one caller and of all.</summary>
    public int Queue { get; init; } = 100;

    /// <summary>Seconds that a request may take.</summary>
    public int Seconds { get; init; } = 10;

    /// <summary>Seconds for a mutation that waits for somebody outside, such as a card processor (longer than we wait for those), or that does a thing thousands of times.</summary>
    public int LongSeconds { get; init; } = 30;

    /// <summary>Documents that are kept parsed and validated.</summary>
    public int KeptDocuments { get; init; } = 1000;

    /// <summary>Bytes that those may have, as a rough reckoning.</summary>
    public int KeptBytes { get; init; } = 32 * 1024 * 1024;

    /// <exception cref="WrongSetting">There is no such limit, or it isn't a whole number from 1 on.</exception>
    public static GraphLimits Read(IConfiguration configuration)
    {
        var limits = new GraphLimits();
        foreach (var setting in configuration.GetSection(Section).GetChildren())
        {
            var property = typeof(GraphLimits).GetProperty(setting.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) ??
                throw WrongSetting.Value(Section, setting.Key, $"the names of limits: {string.Join(", ", typeof(GraphLimits).GetProperties().Select(limit => limit.Name))}");
            if (!int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
                throw WrongSetting.Value($"{Section}:{property.Name}", setting.Value ?? "", "a whole number from 1 on");
            property.SetValue(limits, number);
        }

        return limits.Points >= limits.Cost ? limits : throw WrongSetting.Value($"{Section}:{nameof(Points)}", $"{limits.Points}", $"at least what one operation may cost, {limits.Cost}");
    }
}
