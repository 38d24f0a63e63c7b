using GraphQL.Types;
using GraphQLParser.AST;

namespace Cln.Host.Graph;

/// <summary>Reads one of GraphQL's own scalars, and refuses as ours do: under a code of its own, whether the value stands in the document or among the variables.</summary>
internal sealed class StandardScalar(ScalarGraphType stock, string takes)
{
    public object? Read(GraphQLValue value) => stock.CanParseLiteral(value) ? stock.ParseLiteral(value) : throw Refusal();

    public object? Read(object? value) => stock.CanParseValue(value) ? stock.ParseValue(value) : throw Refusal();

    /// <summary>What can't go out is a mistake of ours.</summary>
    public object? Write(object? value) => stock.Serialize(value);

    private InvalidScalar Refusal() => new($"INVALID_{stock.Name.ToUpperInvariant()}", takes);
}

internal sealed class IntScalar : IntGraphType
{
    private static readonly StandardScalar standard = new(new IntGraphType(), "An Int is a whole number from -2147483648 to 2147483647, not in quotes.");

    public IntScalar() => Name = "Int";

    // The literal is read when the arguments are, where an error has the scalar's code and message.
    public override bool CanParseLiteral(GraphQLValue value) => true;

    public override object? ParseLiteral(GraphQLValue value) => standard.Read(value);

    public override object? ParseValue(object? value) => standard.Read(value);

    public override object? Serialize(object? value) => standard.Write(value);
}

internal sealed class BooleanScalar : BooleanGraphType
{
    private static readonly StandardScalar standard = new(new BooleanGraphType(), "A Boolean is true or false, not in quotes.");

    public BooleanScalar() => Name = "Boolean";

    public override bool CanParseLiteral(GraphQLValue value) => true;

    public override object? ParseLiteral(GraphQLValue value) => standard.Read(value);

    public override object? ParseValue(object? value) => standard.Read(value);

    public override object? Serialize(object? value) => standard.Write(value);
}

internal sealed class IdScalar : IdGraphType
{
    private static readonly StandardScalar standard = new(new IdGraphType(), "An ID is a string that a field `id` has given.");

    public IdScalar() => Name = "ID";

    public override bool CanParseLiteral(GraphQLValue value) => true;

    public override object? ParseLiteral(GraphQLValue value) => standard.Read(value);

    public override object? ParseValue(object? value) => standard.Read(value);

    public override object? Serialize(object? value) => standard.Write(value);
}
