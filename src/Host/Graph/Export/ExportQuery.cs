using Cln.Host.Graph.Limits;
using Cln.Host.Graph.Listings;
using GraphQL;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Cln.Host.Graph.Export;

/// <summary>A query of one list, made to ask for it page by page.</summary>
/// <param name="List">The name that the list is answered with.</param>
/// <param name="Operation">The operation's name.</param>
/// <param name="Query">The document of one page.</param>
/// <param name="Columns">What is asked of a row, as paths into it.</param>
internal sealed record ExportQuery(string List, string Operation, string Query, IReadOnlyList<IReadOnlyList<string>> Columns)
{
    /// <summary>The variable that says where the next page begins.</summary>
    public const string After = "exportAfter";

    private const string Nodes = "nodes";
    private static readonly string[] paging = ["first", "last", "after", "before"];

    /// <exception cref="ExportError">It isn't a query of one list.</exception>
    /// <exception cref="ExecutionError">It is no document, or too large.</exception>
    public static ExportQuery Of(GraphRequest request, ISchema schema, GraphLimits limits)
    {
        var document = GraphDocuments.Parse(request.Query ?? "", limits);
        var operation = document.Definitions.OfType<GraphQLOperationDefinition>()
            .FirstOrDefault(one => string.IsNullOrEmpty(request.OperationName) || one.Name?.StringValue == request.OperationName);
        DocumentMeter.Count(document, operation, request.Variables, schema, limits);
        if (operation is not { Operation: OperationType.Query }) throw new ExportError("There is no query to run.");
        if (operation.SelectionSet.Selections is not [GraphQLField list]) throw new ExportError("The query has other than one field.");
        if (list.SelectionSet?.Selections is not [GraphQLField { Name.StringValue: Nodes, Alias: null } nodes])
            throw new ExportError($"'{list.Name.StringValue}' is asked for other than its nodes.");
        if (list.Arguments?.Items.Find(argument => paging.Contains(argument.Name.StringValue, StringComparer.Ordinal)) is { } page)
            throw new ExportError($"The list is exported whole, so that '{page.Name.StringValue}' has nothing to say.");

        if (schema.Query.Fields.Find(list.Name.StringValue) is { } field && field.Arguments?.Find("after") is null) throw new ExportError($"'{list.Name.StringValue}' is no list of pages.");

        var columns = ColumnsOf(nodes, TypeOf(TypeOf(schema.Query, list)?.GetNamedType() as IGraphType, nodes)?.GetNamedType() as IGraphType, document, schema);
        AskForPage(operation, list);
        return new(list.Alias?.Name.StringValue ?? list.Name.StringValue, operation.Name!.StringValue, new SDLPrinter().Print(document), columns);
    }

    private static void AskForPage(GraphQLOperationDefinition operation, GraphQLField list)
    {
        var after = new GraphQLVariable(new(After));
        operation.Name ??= new("Export");
        operation.Variables ??= new([]);
        operation.Variables.Items.Add(new(after, new GraphQLNamedType(new("String"))));
        list.Arguments ??= new([]);
        list.Arguments.Items.Add(new(new("first"), new GraphQLIntValue(ListingTypes.LargestPage)));
        list.Arguments.Items.Add(new(new("after"), after));
        list.SelectionSet!.Selections.Add(new GraphQLField(new("pageInfo"))
        {
            SelectionSet = new([new GraphQLField(new("hasNextPage")), new GraphQLField(new("endCursor"))]),
        });
    }

    /// <summary>Objects are taken apart; lists stay whole.</summary>
    private static List<IReadOnlyList<string>> ColumnsOf(GraphQLField nodes, IGraphType? row, GraphQLDocument document, ISchema schema)
    {
        var fragments = document.Definitions.OfType<GraphQLFragmentDefinition>().DistinctBy(fragment => fragment.FragmentName.Name.StringValue)
            .ToDictionary(fragment => fragment.FragmentName.Name.StringValue, StringComparer.Ordinal);
        List<IReadOnlyList<string>> columns = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        HashSet<string> open = new(StringComparer.Ordinal);
        Walk(nodes.SelectionSet, row, []);
        return columns;

        void Walk(GraphQLSelectionSet? set, IGraphType? type, string[] path)
        {
            foreach (var selection in set?.Selections ?? [])
            {
                switch (selection)
                {
                    case GraphQLField field:
                        Add(field, type, path);
                        break;
                    case GraphQLInlineFragment inline:
                        Walk(inline.SelectionSet, inline.TypeCondition is { } condition ? schema.AllTypes[condition.Type.Name.StringValue] : type, path);
                        break;
                    case GraphQLFragmentSpread spread when fragments.TryGetValue(spread.FragmentName.Name.StringValue, out var fragment) && open.Add(spread.FragmentName.Name.StringValue):
                        Walk(fragment.SelectionSet, schema.AllTypes[fragment.TypeCondition.Type.Name.StringValue], path);
                        open.Remove(spread.FragmentName.Name.StringValue);
                        break;
                }
            }
        }

        void Add(GraphQLField field, IGraphType? type, string[] path)
        {
            string[] here = [.. path, field.Alias?.Name.StringValue ?? field.Name.StringValue];
            var of = TypeOf(type, field);
            if (field.SelectionSet is not null && !IsList(of)) Walk(field.SelectionSet, of?.GetNamedType() as IGraphType, here);
            else if (known.Add(string.Join('.', here))) columns.Add(here);
        }
    }

    private static IGraphType? TypeOf(IGraphType? parent, GraphQLField field) => (parent as IComplexGraphType)?.Fields.Find(field.Name.StringValue)?.ResolvedType;

    private static bool IsList(IGraphType? type) => (type is NonNullGraphType some ? some.ResolvedType : type) is ListGraphType;
}
