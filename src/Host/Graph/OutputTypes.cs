using System.Reflection;
using Cln.Graph;
using Cln.Host.Evolution;
using Cln.Host.Graph.Limits;
using Cln.Host.Graph.Transport;
using GraphQL.Resolvers;
using GraphQL.Types;

namespace Cln.Host.Graph;

/// <summary>Object types: what a type's own members and the modules that extend it say about it.</summary>
internal sealed class OutputTypes(TypeMap map, FieldSources sources)
{
    private readonly Dictionary<Type, ObjectGraphType> objects = [];

    public InterfaceGraphType Node { get; } = new() { Name = "Node", Description = Documentation.Of(typeof(INode)) };

    public InterfaceGraphType Error { get; } = new() { Name = "Error", Description = "A mistake of the caller. Its type and its code say which; the message says which check failed and what to do." };

    public Arguments Arguments { get; set; } = null!;

    public IReadOnlyCollection<ObjectGraphType> All => objects.Values;

    public void AddInterfaceFields()
    {
        Node.AddField(new FieldType { Name = "id", Description = "Unique over all types, opaque.", ResolvedType = new NonNullGraphType(map.Id) });
        Node.ResolveType = item => objects[item.GetType()];
        Error.AddField(new FieldType { Name = "code", Description = "A stable name of the mistake, for programs.", ResolvedType = new NonNullGraphType(Named(typeof(string))) });
        Error.AddField(new FieldType { Name = "message", Description = "Which check failed and what to do, for people.", ResolvedType = new NonNullGraphType(Named(typeof(string))) });
        Error.ResolveType = item => Object(item is ReplayedError replayed ? replayed.Type : item.GetType());
    }

    public IGraphType Graph(Shape shape) => shape.ToGraph(Named);

    public IGraphType Named(Type type) => map.Output(type, Make);

    /// <summary>A field that runs a method.</summary>
    public FieldType Field(MethodInfo method, Type? parent) => Field(method, parent, Graph(Shape.Of(method.ReturnParameter)));

    /// <summary>The same with a type of its own.</summary>
    public FieldType Field(MethodInfo method, Type? parent, IGraphType type)
    {
        var field = new FieldType { Name = Names.Field(method), Description = Documentation.Of(method), ResolvedType = type };
        var run = Resolvers.Of(method, Arguments.Bind(method, parent, field));
        field.Resolver = new FuncFieldResolver<object?>(run);
        return field.WithRights(method).WithLimits(method).WithFreshness(method).WithDeprecation(method);
    }

    public ObjectGraphType Object(Type type)
    {
        if (objects.TryGetValue(type, out var known)) return known;
        var graph = map.Keep(type, new ObjectGraphType { Name = Names.Type(type), Description = Documentation.Of(type), IsTypeOf = item => item.GetType() == type || (item as ReplayedError)?.Type == type });
        objects[type] = graph;
        foreach (var property in FieldSources.Properties(type)) graph.AddField(Field(property, type));
        foreach (var method in FieldSources.Methods(type)) graph.AddField(Field(method, parent: null));
        foreach (var method in sources.Extensions(type)) graph.AddField(Field(method, type));
        if (type.IsAssignableTo(typeof(DomainError))) AddError(graph, type);
        if (type.IsAssignableTo(typeof(INode)) && type.GetCustomAttribute<NodeAttribute>() is not null) AddNode(graph);
        return graph;
    }

    private IGraphType Make(Type type)
    {
        if (type == typeof(INode)) return Node;
        if (type == typeof(DomainError)) return Error;
        if (type.IsPrimitive || type == typeof(object) || type == typeof(decimal) || type == typeof(DateTime) || type == typeof(Guid) || type.Namespace?.StartsWith("System", StringComparison.Ordinal) is true)
            throw new InvalidOperationException($"{type} can't be shown in the schema: it is no scalar of ours and no object type.");
        return Object(type);
    }

    private FieldType Field(PropertyInfo property, Type owner)
    {
        var isId = property.Name == nameof(INode.Id) && owner.IsAssignableTo(typeof(INode));
        var read = Resolvers.Of(property);
        var name = Names.Field(property);
        var typeName = Names.Type(owner);
        return new FieldType
        {
            Name = name,
            Description = Documentation.Of(property) ?? (isId ? "Unique over all types, opaque." : null),
            ResolvedType = isId ? new NonNullGraphType(map.Id) : Graph(Shape.Of(property)),
            Resolver = isId
                ? new FuncFieldResolver<object?>(context => NodeIds.Encode(typeName, ((INode)context.Source!).Id))
                : new FuncFieldResolver<object?>(context => context.Source is ReplayedError replayed ? new(replayed.Value(property)) : read.ResolveAsync(context)),
        }.WithRights(property).WithDeprecation(property);
    }

    private void AddError(ObjectGraphType graph, Type type)
    {
        graph.Description = $"{graph.Description} Its code is `{ErrorCodes.Of(type)}`.".Trim();
        graph.AddField(new FieldType
        {
            Name = "message",
            Description = "Which check failed and what to do, for people.",
            ResolvedType = new NonNullGraphType(Named(typeof(string))),
            Resolver = new FuncFieldResolver<object?>(context => ((DomainError)context.Source!).Message),
        });
        graph.AddResolvedInterface(Error);
        Error.AddPossibleType(graph);
    }

    private void AddNode(ObjectGraphType graph)
    {
        graph.AddResolvedInterface(Node);
        Node.AddPossibleType(graph);
    }
}
