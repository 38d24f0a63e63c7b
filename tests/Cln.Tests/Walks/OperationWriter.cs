using GraphQL;
using GraphQL.Types;

namespace Cln.Tests.Walks;

/// <summary>Writes an operation that asks a root field for everything it can tell.</summary>
/// <param name="value">The literal for a member of a field's arguments or of an input; null leaves it to the writer, which sends what it must and nothing else.</param>
internal sealed class OperationWriter(Func<string, string, string?> value)
{
    private const int Depth = 3;

    /// <summary>Nobody who asks for everything stays within what a request may cost.</summary>
    public static (string Name, string? Value)[] Limits => [("Graph:Limits:Cost", "1000000"), ("Graph:Limits:Aliases", "1000"), ("Graph:Limits:Repeats", "100")];

    public string Write(string kind, FieldType field) => $"{kind} {{ {field.Name}{Arguments(field)}{Selection(field.ResolvedType!.GetNamedType(), Depth)} }}";

    private string Arguments(FieldType field)
    {
        var sent = (field.Arguments ?? []).Select(argument => Member(field.Name, argument.Name, argument.ResolvedType!, argument.DefaultValue)).OfType<string>().ToList();
        return sent.Count == 0 ? "" : $"({string.Join(", ", sent)})";
    }

    private string? Member(string owner, string name, IGraphType type, object? @default)
    {
        if (value(owner, name) is { } literal) return $"{name}: {literal}";
        return type is NonNullGraphType && @default is null ? $"{name}: {Any(type.GetNamedType())}" : null;
    }

    private string Any(IGraphType type) => type switch
    {
        IInputObjectGraphType input => $"{{ {string.Join(", ", input.Fields.Select(field => Member(input.Name, field.Name, field.ResolvedType!, field.DefaultValue)).OfType<string>())} }}",
        EnumerationGraphType values => values.Values.First().Name,
        { Name: "Boolean" } => "true",
        { Name: "Int" } => "1",
        { Name: "Money" } => "\"20.00\"",
        { Name: "IpAddress" } => "\"198.51.100.200\"",
        { Name: "Document" } => "\"{ me { login } }\"",
        { Name: "IdempotencyKey" } => $"\"{World.Key()}\"",
        _ => "\"walk\"",
    };

    private static string Selection(IGraphType type, int depth) => type switch
    {
        UnionGraphType => " { ... on Error { code message } }",
        IInterfaceGraphType { Name: "Error" } => " { code message }",
        IInterfaceGraphType node => $" {{ id {string.Join(' ', node.PossibleTypes.Select(possible => Fragment(possible, depth)))} }}",
        IObjectGraphType some => $" {{ {string.Join(' ', Shown(some, depth).Select(field => Field(field, depth)).DefaultIfEmpty("__typename"))} }}",
        _ => "",
    };

    // Fields of one name may have different types in different types, and share an answer only under different names.
    private static string Fragment(IObjectGraphType type, int depth) =>
        $"... on {type.Name} {{ {string.Join(' ', Shown(type, depth - 1).Select(field => $"{type.Name}_{field.Name}: {Field(field, depth - 1)}"))} }}";

    private static IEnumerable<FieldType> Shown(IObjectGraphType type, int depth) => type.Fields.Where(field => depth > 0 || field.ResolvedType!.GetNamedType() is ScalarGraphType);

    private static string Field(FieldType field, int depth) => field.Name + Selection(field.ResolvedType!.GetNamedType(), depth - 1);
}
