using System.Reflection;
using Cln.Events;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace Cln.Host.Graph;

/// <summary>A C# type as GraphQL sees it: without tasks and batches around it, nullable or not, a list of something or not.</summary>
internal sealed record Shape(Type Type, bool IsNullable, Shape? Element)
{
    private static readonly Type[] wrappers = [typeof(Task<>), typeof(ValueTask<>), typeof(IDataLoaderResult<>), typeof(IAsyncEnumerable<>), typeof(Told<>)];

    public static Shape Of(PropertyInfo property) => Of(new NullabilityInfoContext().Create(property));

    public static Shape Of(ParameterInfo parameter) => Of(new NullabilityInfoContext().Create(parameter));

    public Shape AsNullable() => this with { IsNullable = true };

    /// <summary>The GraphQL type: the named one, in a list where it is one, non-null where C# says so.</summary>
    public IGraphType ToGraph(Func<Type, IGraphType> named)
    {
        var type = Element is null ? named(Type) : new ListGraphType(Element.ToGraph(named));
        return IsNullable ? type : new NonNullGraphType(type);
    }

    private static Shape Of(NullabilityInfo info)
    {
        if (info.Type.IsGenericType && wrappers.Contains(info.Type.GetGenericTypeDefinition())) return Of(info.GenericTypeArguments[0]);
        var nullable = info.ReadState == NullabilityState.Nullable;
        if (Nullable.GetUnderlyingType(info.Type) is { } underlying) return new(underlying, IsNullable: true, Element: null);
        if (info.ElementType is { } element && info.Type != typeof(string)) return new(info.Type, nullable, Of(element));
        return ElementOf(info.Type) is null ? new(info.Type, nullable, Element: null) : new(info.Type, nullable, Of(info.GenericTypeArguments[0]));
    }

    private static Type? ElementOf(Type type) =>
        type != typeof(string) && type.IsGenericType && type.GetGenericArguments().Length == 1 && type.IsAssignableTo(typeof(System.Collections.IEnumerable))
            ? type.GetGenericArguments()[0]
            : null;
}
