using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Cln.Host.Graph.Limits;

/// <summary>What one operation of a document asks for.</summary>
/// <param name="Cost">In points.</param>
/// <param name="SizedByVariables">The points are only right for these variables.</param>
/// <param name="TakesLong">It has a field that may wait for somebody outside, or does a thing thousands of times.</param>
internal sealed record Measure(int Cost, bool SizedByVariables, bool TakesLong)
{
    public static readonly Measure Nothing = new(1, SizedByVariables: false, TakesLong: false);
}

/// <summary>
/// Counts what a document asks for, and stops at the first limit. Fragments are counted wherever they are spread, as they would be executed, so that
/// the nodes' limit bounds the counting itself. It is about quantities alone: what the schema doesn't know is left to the validation.
/// </summary>
internal sealed class DocumentMeter
{
    // Each has a sentence of its own, and it is work to find out what may have been meant.
    private const int MostUnknown = 20;

    private readonly ISchema schema;
    private readonly GraphLimits limits;
    private readonly Dictionary<string, GraphQLFragmentDefinition> fragments = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private int nodes;
    private int directives;
    private int unknown;

    // Of the operation that is being counted:
    private RowCount? rows;
    private string root = "";
    private int aliases;
    private int rootFields;
    private bool signsInOrPays;
    private bool takesLong;
    private long cost;

    private DocumentMeter(ISchema schema, GraphLimits limits)
    {
        this.schema = schema;
        this.limits = limits;
    }

    /// <param name="document">All of it is counted.</param>
    /// <param name="running">The operation that is to run; the others cost nothing. Null when there is none to run.</param>
    /// <param name="variables">Those of the request.</param>
    /// <param name="schema">What the fields' sizes are kept on.</param>
    /// <param name="limits">What is allowed.</param>
    /// <exception cref="Refusal">It is more than is allowed.</exception>
    public static Measure Count(GraphQLDocument document, GraphQLOperationDefinition? running, Inputs? variables, ISchema schema, GraphLimits limits)
    {
        var meter = new DocumentMeter(schema, limits);
        var operations = meter.Definitions(document);
        var measured = Measure.Nothing;
        foreach (var operation in operations)
        {
            var counted = operation == running ? new RowCount(operation, variables) : null;
            meter.Operation(operation, counted);
            if (counted is not null) measured = new((int)Math.Max(1, meter.cost), counted.UsesVariables, meter.takesLong);
        }

        meter.UnusedFragments();
        return measured;
    }

    private List<GraphQLOperationDefinition> Definitions(GraphQLDocument document)
    {
        List<GraphQLOperationDefinition> operations = [];
        var all = 0;
        foreach (var definition in document.Definitions)
        {
            if (definition is GraphQLOperationDefinition operation) operations.Add(operation);
            if (operations.Count > limits.Operations) throw Refusal.TooLarge("operations", "operations in the document", limits.Operations);
            if (definition is not GraphQLFragmentDefinition fragment) continue;
            fragments.TryAdd(fragment.FragmentName.Name.StringValue, fragment);
            if (++all > limits.Fragments) throw Refusal.TooLarge("fragments", "fragments in the document", limits.Fragments);
        }

        return operations;
    }

    private void Operation(GraphQLOperationDefinition operation, RowCount? counted)
    {
        (rows, root, aliases, rootFields, signsInOrPays, takesLong, cost) = (counted, operation.Operation.ToString().ToLowerInvariant(), 0, 0, false, false, 0);
        Directives(operation.Directives);
        if (operation.Variables?.Count > limits.Variables) throw Refusal.TooLarge("variables", "variables of an operation", limits.Variables);
        foreach (var variable in operation.Variables?.Items ?? [])
        {
            Directives(variable.Directives);
            Value(variable.DefaultValue, 0);
        }

        var type = operation.Operation switch
        {
            OperationType.Query => schema.Query,
            OperationType.Mutation => schema.Mutation,
            _ => schema.Subscription,
        };
        Selections(operation.SelectionSet, new Place(type, Depth: 0, Times: 1, Rows: null, IsIntrospection: false, HasTypeList: false), new Answered());
    }

    /// <summary>What no operation spreads is validated all the same.</summary>
    private void UnusedFragments()
    {
        foreach (var (name, fragment) in fragments)
        {
            if (seen.Contains(name)) continue;
            (rows, root, aliases) = (null, "", 0);
            Fragment(name, fragment, new Place(null, Depth: 1, Times: 1, Rows: null, IsIntrospection: true, HasTypeList: false), new Answered());
        }
    }

    private void Selections(GraphQLSelectionSet? set, Place place, Answered answered)
    {
        foreach (var selection in set?.Selections ?? [])
        {
            if (++nodes > limits.Nodes) throw Refusal.TooLarge("nodes", "fields and fragments, each fragment counted wherever it is spread", limits.Nodes);
            switch (selection)
            {
                case GraphQLField field:
                    Field(field, place, answered);
                    break;
                case GraphQLInlineFragment inline:
                    Directives(inline.Directives);
                    Selections(inline.SelectionSet, inline.TypeCondition is { } condition ? place with { Type = Named(condition) } : place, answered);
                    break;
                case GraphQLFragmentSpread spread:
                    Directives(spread.Directives);
                    var name = spread.FragmentName.Name.StringValue;
                    if (fragments.TryGetValue(name, out var fragment)) Fragment(name, fragment, place, answered);
                    break;
            }
        }
    }

    private void Fragment(string name, GraphQLFragmentDefinition fragment, Place place, Answered answered)
    {
        if (!open.Add(name)) throw Refusal.Cycle(name);
        if (seen.Add(name)) Directives(fragment.Directives);
        Selections(fragment.SelectionSet, place with { Type = Named(fragment.TypeCondition) }, answered);
        open.Remove(name);
    }

    private void Field(GraphQLField node, Place place, Answered answered)
    {
        var name = node.Name.StringValue;
        var key = node.Alias?.Name.StringValue ?? name;
        if (node.Alias is not null && ++aliases > limits.Aliases) throw Refusal.Aliases(limits.Aliases);
        var below = answered.Again(key, out var times);
        if (times > limits.Repeats) throw Refusal.Repeats(key, limits.Repeats);
        Directives(node.Directives);
        foreach (var argument in node.Arguments?.Items ?? []) Value(argument.Value, 0);

        var field = FieldOf(place, name);
        if (place.Depth == 0) RootField(name, field);
        if (field is null && name != "__typename" && place.Type is IComplexGraphType && ++unknown > MostUnknown) throw Refusal.Unknown(MostUnknown);
        var introspects = place.IsIntrospection || (place.Depth == 0 && name is "__schema" or "__type");
        Deepen(name, place.Depth + 1, introspects, place.HasTypeList);
        var (own, inside) = Rows(node, field, place, introspects);
        Pay(own, node.SelectionSet is null ? 1 : 2);
        if (node.SelectionSet is null) return;
        Selections(
            node.SelectionSet,
            new Place(field?.ResolvedType?.GetNamedType() as IGraphType, place.Depth + 1, own, inside, introspects, place.HasTypeList || (introspects && IsTypeList(name))),
            below);
    }

    private void RootField(string name, FieldType? field)
    {
        rootFields++;
        var (limit, allowed) = root switch
        {
            "query" => ("queryFields", limits.QueryFields),
            "mutation" => ("mutationFields", limits.MutationFields),
            _ => ("subscriptionFields", 1),
        };
        if (rootFields > allowed) throw Refusal.RootFields(limit, root, allowed);
        if (field is null) return;
        takesLong |= field.TakesLong();
        if (!field.IsOncePerRequest()) return;
        if (signsInOrPays) throw Refusal.OncePerRequest(name);
        signsInOrPays = true;
    }

    private void Deepen(string name, int depth, bool introspects, bool hasTypeList)
    {
        if (introspects && depth > limits.IntrospectionDepth) throw Refusal.TooDeep("introspectionDepth", "levels of fields under __schema or __type", limits.IntrospectionDepth);
        if (!introspects && depth > limits.Depth) throw Refusal.TooDeep("depth", "levels of fields", limits.Depth);

        // Fields of types of fields of types…: few words, and an answer that has the schema in it many times over.
        if (introspects && hasTypeList && IsTypeList(name)) throw Refusal.TooDeep("introspectionLists", "lists of a type's parts within each other", 1);
    }

    /// <summary>How often a field is answered, and the rows of the lists inside it where its arguments say.</summary>
    private (long Own, int? Inside) Rows(GraphQLField node, FieldType? field, Place place, bool introspects)
    {
        if (rows is null || field is null || introspects) return (place.Times, null);
        var asked = field.RowArguments() is { } arguments ? rows.Of(node, field, arguments) : (int?)null;
        if (!IsList(field.ResolvedType) || node.SelectionSet is null) return (place.Times, asked);
        return (Math.Min(place.Times * (asked ?? place.Rows ?? limits.AssumedRows), int.MaxValue), null);
    }

    private void Pay(long times, int points)
    {
        if (rows is null) return;
        cost += times * points;
        if (cost > limits.Cost) throw Refusal.Costly(cost, limits.Cost);
    }

    private void Directives(GraphQLDirectives? used)
    {
        if (used is null) return;
        directives += used.Count;
        if (used.Count > limits.DirectivesInPlace) throw Refusal.Directives("directivesInPlace", "directives in one place", limits.DirectivesInPlace);
        if (directives > limits.Directives) throw Refusal.Directives("directives", "directives in the document", limits.Directives);
        foreach (var directive in used.Items)
        {
            foreach (var argument in directive.Arguments?.Items ?? []) Value(argument.Value, 0);
        }
    }

    private void Value(GraphQLValue? value, int depth)
    {
        if (value is not (GraphQLListValue or GraphQLObjectValue)) return;
        if (++depth > limits.ValueDepth) throw Refusal.TooDeep("valueDepth", "levels of lists and objects in an argument", limits.ValueDepth);
        foreach (var item in (value as GraphQLListValue)?.Values ?? []) Value(item, depth);
        foreach (var member in (value as GraphQLObjectValue)?.Fields ?? []) Value(member.Value, depth);
    }

    private IGraphType? Named(GraphQLTypeCondition condition) => schema.AllTypes[condition.Type.Name.StringValue];

    private FieldType? FieldOf(Place place, string name) =>
        (place.Type as IComplexGraphType)?.Fields.Find(name) ?? (name switch
        {
            "__schema" => schema.SchemaMetaFieldType,
            "__type" => schema.TypeMetaFieldType,
            _ => null,
        });

    private static bool IsTypeList(string name) => name is "fields" or "inputFields" or "interfaces" or "possibleTypes";

    private static bool IsList(IGraphType? type) => (type is NonNullGraphType some ? some.ResolvedType : type) is ListGraphType;

    /// <summary>Where a selection stands.</summary>
    private readonly record struct Place(IGraphType? Type, int Depth, long Times, int? Rows, bool IsIntrospection, bool HasTypeList);

    /// <summary>The names that one object is answered with, those of fields that will be merged counted together, and theirs below them.</summary>
    private sealed class Answered
    {
        private Dictionary<string, (int Times, Answered Below)>? names;

        public Answered Again(string name, out int times)
        {
            names ??= new(StringComparer.Ordinal);
            var known = names.TryGetValue(name, out var found) ? found : (Times: 0, Below: new Answered());
            times = known.Times + 1;
            names[name] = (times, known.Below);
            return known.Below;
        }
    }
}
