using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace Cln.Host.Evolution;

/// <summary>What the request of this scope uses although it is deprecated.</summary>
internal sealed class DeprecatedUses
{
    private readonly Dictionary<string, DeprecatedElement> used = new(StringComparer.Ordinal);

    public IReadOnlyCollection<DeprecatedElement> All => used.Values;

    public void Add(DeprecatedElement? element)
    {
        if (element is not null) used[element.Path] = element;
    }
}

/// <summary>Refuses nothing: notes what a document and its variables use although it is deprecated.</summary>
internal sealed class DeprecationRule(DeprecatedElements elements) : ValidationRuleBase
{
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(new NodeVisitors(
        new MatchingNodeVisitor<GraphQLField>((_, seen) => Note(seen, seen.TypeInfo.GetFieldDef())),
        new MatchingNodeVisitor<GraphQLArgument>((_, seen) => Note(seen, seen.TypeInfo.GetArgument())),
        new MatchingNodeVisitor<GraphQLObjectField>((member, seen) => Note(seen, (seen.TypeInfo.GetInputType(1)?.GetNamedType() as IInputObjectGraphType)?.Fields.Find(member.Name))),
        new MatchingNodeVisitor<GraphQLEnumValue>((value, seen) => Note(seen, ValueOf(seen.TypeInfo.GetInputType()?.GetNamedType(), value.Name.StringValue)))));

    public override ValueTask<IVariableVisitor?> GetVariableVisitorAsync(ValidationContext context) => new(new Variables(this));

    private static EnumValueDefinition? ValueOf(IGraphType? type, string? name) => name is null ? null : (type as EnumerationGraphType)?.Values.FindByName(name);

    private void Note(ValidationContext context, object? part)
    {
        if (elements.Find(part) is { } element) context.RequestServices!.GetRequiredService<DeprecatedUses>().Add(element);
    }

    private sealed class Variables(DeprecationRule rule) : BaseVariableVisitor
    {
        public override ValueTask VisitFieldAsync(ValidationContext context, GraphQLVariableDefinition variable, VariableName variableName, IInputObjectGraphType type, FieldType field, object? variableValue, object? parsedValue)
        {
            rule.Note(context, field);
            return default;
        }

        public override ValueTask VisitScalarAsync(ValidationContext context, GraphQLVariableDefinition variable, VariableName variableName, ScalarGraphType type, object? variableValue, object? parsedValue)
        {
            rule.Note(context, ValueOf(type, variableValue as string));
            return default;
        }
    }
}
