using System.Globalization;
using System.Text.RegularExpressions;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Cln.Host.Evolution;

/// <summary>Reads the parts of a schema document.</summary>
internal static partial class SchemaParts
{
    private static readonly SDLPrinter printer = new();

    public static string Name(this INamedNode node) => node.Name.StringValue;

    public static string Print(ASTNode? node) => node is null ? "nothing" : printer.Print(node).Trim();

    public static IEnumerable<GraphQLTypeDefinition> TypesOf(GraphQLDocument document) => document.Definitions.OfType<GraphQLTypeDefinition>().Where(type => type is not GraphQLDirectiveDefinition);

    public static string KindOf(GraphQLTypeDefinition type) => type switch
    {
        GraphQLObjectTypeDefinition => "an object type",
        GraphQLInterfaceTypeDefinition => "an interface",
        GraphQLUnionTypeDefinition => "a union",
        GraphQLEnumTypeDefinition => "an enum",
        GraphQLInputObjectTypeDefinition => "an input object",
        _ => "a scalar",
    };

    public static IEnumerable<GraphQLFieldDefinition> FieldsOf(GraphQLTypeDefinition type) => type switch
    {
        GraphQLObjectTypeDefinition named => named.Fields?.Items ?? [],
        GraphQLInterfaceTypeDefinition named => named.Fields?.Items ?? [],
        _ => [],
    };

    public static IEnumerable<string> InterfacesOf(GraphQLTypeDefinition type) => type switch
    {
        GraphQLObjectTypeDefinition named => (named.Interfaces?.Items ?? []).Select(Name),
        GraphQLInterfaceTypeDefinition named => (named.Interfaces?.Items ?? []).Select(Name),
        _ => [],
    };

    /// <summary>The operations that a schema has, and the types that they begin with.</summary>
    public static Dictionary<string, string> RootsOf(GraphQLDocument document)
    {
        if (document.Definitions.OfType<GraphQLSchemaDefinition>().FirstOrDefault() is { } said)
            return said.OperationTypes.ToDictionary(root => root.Operation.ToString().ToLowerInvariant(), root => root.Type!.Name(), StringComparer.Ordinal);
        return document.Definitions.OfType<GraphQLObjectTypeDefinition>().Select(Name).Where(name => name is "Query" or "Mutation" or "Subscription").ToDictionary(name => name.ToLowerInvariant(), StringComparer.Ordinal);
    }

    /// <summary>The reason of a deprecation; null for what isn't deprecated.</summary>
    public static string? DeprecationOf(ASTNode node)
    {
        if ((node as IHasDirectivesNode)?.Directives?.Items.Find(directive => directive.Name() == "deprecated") is not { } directive) return null;
        return directive.Arguments?.Items.Find(argument => argument.Name() == "reason")?.Value is GraphQLStringValue reason ? (string)reason.Value : "No longer supported";
    }

    /// <summary>The last day on which something deprecated was promised to be there; null when it said none.</summary>
    public static DateOnly? PromisedUntil(ASTNode node) =>
        DeprecationOf(node) is { } reason && Removal().Match(reason) is { Success: true } match && DateOnly.TryParseExact(match.Groups["day"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Whether somebody who reads the one can read the other.</summary>
    public static bool CanReplaceOutput(GraphQLType before, GraphQLType now) => (before, now) switch
    {
        (GraphQLNonNullType was, GraphQLNonNullType has) => CanReplaceOutput(was.Type, has.Type),
        (GraphQLNonNullType, _) => false,
        (_, GraphQLNonNullType has) => CanReplaceOutput(before, has.Type),
        (GraphQLListType was, GraphQLListType has) => CanReplaceOutput(was.Type, has.Type),
        (GraphQLNamedType was, GraphQLNamedType has) => was.Name() == has.Name(),
        _ => false,
    };

    /// <summary>Whether somebody who sends the one may send it where the other is.</summary>
    public static bool CanReplaceInput(GraphQLType before, GraphQLType now) => (before, now) switch
    {
        (GraphQLNonNullType was, GraphQLNonNullType has) => CanReplaceInput(was.Type, has.Type),
        (GraphQLNonNullType was, _) => CanReplaceInput(was.Type, now),
        (_, GraphQLNonNullType) => false,
        (GraphQLListType was, GraphQLListType has) => CanReplaceInput(was.Type, has.Type),
        (GraphQLNamedType was, GraphQLNamedType has) => was.Name() == has.Name(),
        _ => false,
    };

    [GeneratedRegex(@"Will be removed after (?<day>\d{4}-\d{2}-\d{2})\.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Removal();
}
