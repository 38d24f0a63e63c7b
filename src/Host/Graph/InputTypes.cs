using System.Reflection;
using Cln.Graph;
using Cln.Host.Evolution;
using GraphQL.Types;

namespace Cln.Host.Graph;

/// <summary>Input objects: a record's constructor parameters are the input's fields.</summary>
internal sealed class InputTypes(TypeMap map)
{
    public IGraphType Graph(Shape shape) => shape.ToGraph(Named);

    /// <summary>True for what can be sent in: scalars, enums, ids, records named …Input, and lists of them.</summary>
    public bool CanBeSent(Shape shape) =>
        shape.Element is { } element ? CanBeSent(element)
        : shape.Type.IsEnum || shape.Type.Name.EndsWith("Input", StringComparison.Ordinal) || IsId(shape.Type) || (shape.Type != typeof(object) && IsScalar(shape.Type));

    /// <summary>Turns what GraphQL.NET parsed into the value that C# expects.</summary>
    public Func<object?, object?> Reader(Shape shape)
    {
        if (shape.Element is { } element)
        {
            var read = Reader(element);
            var toList = typeof(InputTypes).GetMethod(nameof(ToList), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(ElementType(element)).CreateDelegate<Func<IEnumerable<object?>, object>>();
            return value => value is System.Collections.IEnumerable items ? toList(items.Cast<object?>().Select(read)) : null;
        }

        if (!IsId(shape.Type)) return value => value;
        var type = Names.Type(shape.Type.GetGenericArguments()[0]);
        var id = shape.Type.GetConstructor([typeof(long)])!;
        return value => value is null ? null : id.Invoke([NodeIds.Decode(type, value.ToString()!)]);
    }

    public static bool IsId(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>);

    private static Type ElementType(Shape element) => element is { IsNullable: true, Type.IsValueType: true } ? typeof(Nullable<>).MakeGenericType(element.Type) : element.Type;

    private static object ToList<T>(IEnumerable<object?> items) => items.Select(item => (T)item!).ToList();

    private static string What(Type type) => $"What `{Names.Camel(type.Name[..^"Input".Length])}` takes.";

    private IGraphType Named(Type type) => map.Input(type, InputObject);

    private bool IsScalar(Type type) => map.Outputs.TryGetValue(type, out var graph) && graph is ScalarGraphType;

    private RecordGraphType InputObject(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).First();
        var graph = map.Keep(type, new RecordGraphType(constructor) { Name = Names.Type(type), Description = Documentation.Of(type) ?? What(type) }, input: true);
        foreach (var parameter in constructor.GetParameters())
        {
            var shape = Shape.Of(parameter);
            if (parameter.HasDefaultValue && parameter.DefaultValue is null) shape = shape.AsNullable();
            graph.AddField(new FieldType
            {
                Name = Names.Camel(parameter.Name!),
                Description = Documentation.Of(type.GetProperty(parameter.Name!)!),
                ResolvedType = Graph(shape),
                DefaultValue = parameter is { HasDefaultValue: true, DefaultValue: not null } ? parameter.DefaultValue : null,
            }.WithInputDeprecation(parameter));
            graph.Readers.Add((Names.Camel(parameter.Name!), Reader(shape), parameter.HasDefaultValue ? parameter.DefaultValue : null));
        }

        return graph;
    }
}

/// <summary>An input object that becomes a record.</summary>
internal sealed class RecordGraphType(ConstructorInfo constructor) : InputObjectGraphType
{
    private readonly ConstructorInvoker create = ConstructorInvoker.Create(constructor);

    public List<(string Name, Func<object?, object?> Read, object? Default)> Readers { get; } = [];

    public override object ParseDictionary(IDictionary<string, object?> value)
    {
        var arguments = new object?[Readers.Count];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = value.TryGetValue(Readers[i].Name, out var sent) ? Readers[i].Read(sent) : Readers[i].Default;
        return create.Invoke(arguments.AsSpan());
    }
}
