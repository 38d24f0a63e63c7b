using System.Reflection;
using Cln.Graph;
using Cln.Host.Access.Passkeys;
using Cln.Host.Documents;
using Cln.Host.Evolution;
using GraphQL.Types;

namespace Cln.Host.Graph;

/// <summary>The GraphQL type of each C# type, made once when it is first asked for.</summary>
internal sealed class TypeMap
{
    private readonly Dictionary<Type, IGraphType> outputs = [];
    private readonly Dictionary<Type, IGraphType> inputs = [];
    private readonly Dictionary<string, (IGraphType Graph, Type Clr)> names = new(StringComparer.Ordinal);

    public TypeMap()
    {
        foreach (var (type, scalar) in new (Type, ScalarGraphType)[]
        {
            (typeof(string), new TextGraphType()), (typeof(bool), new BooleanScalar()), (typeof(int), new IntScalar()), (typeof(long), new IntScalar()),
            (typeof(Money), new MoneyScalar()), (typeof(IpAddress), new IpAddressScalar()), (typeof(IdempotencyKey), new IdempotencyKeyScalar()),
            (typeof(DateTimeOffset), new DateTimeScalar()), (typeof(DateOnly), new DateScalar()), (typeof(DocumentText), new DocumentScalar()),
            (typeof(PasskeyCredential), new PasskeyCredentialScalar()),
        })
        {
            // int and long share one Int.
            outputs[type] = inputs[type] = type == typeof(long) ? outputs[typeof(int)] : scalar;
        }
    }

    public ScalarGraphType Id { get; } = new IdScalar();

    /// <summary>Our instances of GraphQL's own scalars.</summary>
    public IEnumerable<ScalarGraphType> BuiltIn => [Id, .. new[] { typeof(string), typeof(bool), typeof(int) }.Select(type => (ScalarGraphType)outputs[type])];

    public IReadOnlyDictionary<Type, IGraphType> Outputs => outputs;

    public IGraphType Output(Type type, Func<Type, IGraphType> make) => Find(outputs, type, make);

    public IGraphType Input(Type type, Func<Type, IGraphType> make) => Find(inputs, type, make);

    /// <summary>Keeps a type under its C# type before its fields are known, so that types may refer to each other.</summary>
    public T Keep<T>(Type type, T graph, bool input = false)
        where T : IGraphType
    {
        if (names.TryGetValue(graph.Name, out var other) && other.Clr != type)
            throw new InvalidOperationException($"The types {other.Clr} and {type} are both named {graph.Name} in the schema. Give one of them another name by [Name].");
        names[graph.Name] = (graph, type);
        (input ? inputs : outputs)[type] = graph;
        return graph;
    }

    private IGraphType Find(Dictionary<Type, IGraphType> known, Type type, Func<Type, IGraphType> make)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>)) return Id;
        if (known.TryGetValue(type, out var found)) return found;
        if (!type.IsEnum) return make(type);
        return outputs[type] = inputs[type] = Enumeration(type);
    }

    private static EnumerationGraphType Enumeration(Type type)
    {
        var enumeration = new EnumerationGraphType { Name = Names.Type(type), Description = Documentation.Of(type) };
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var value = new EnumValueDefinition(field.GetCustomAttribute<NameAttribute>()?.Name ?? Names.EnumValue(field.Name), field.GetValue(null)) { Description = Documentation.Of(field) };
            Deprecation.Of(field)?.Mark(value);
            enumeration.Add(value);
        }

        return enumeration;
    }
}
