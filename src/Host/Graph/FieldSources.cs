using System.Reflection;
using Cln.Graph;

namespace Cln.Host.Graph;

/// <summary>Where the fields of a type come from: its own members, and every [Extends&lt;T&gt;] class among the composed types.</summary>
internal sealed class FieldSources(IEnumerable<Type> types)
{
    private static readonly string[] everyObjects = [nameof(ToString), nameof(Equals), nameof(GetHashCode), nameof(GetType), "Deconstruct", nameof(IComparable.CompareTo)];

    private readonly List<(Type Target, Type Owner)> extensions =
        [.. from owner in types
            from extends in owner.GetCustomAttributes().OfType<IExtends>()
            orderby owner.FullName
            select (extends.Target, owner)];

    public IEnumerable<MethodInfo> Extensions(Type type) =>
        from extension in extensions
        where extension.Target.IsAssignableFrom(type)
        from method in extension.Owner.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where !method.IsSpecialName && method.GetCustomAttribute<HiddenAttribute>() is null
        select method;

    /// <summary>The public properties of the type; of an error only what it adds to an exception.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type type) =>
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
        where property.GetCustomAttribute<HiddenAttribute>() is null && property.Name != "EqualityContract"
        where !type.IsAssignableTo(typeof(DomainError)) || property.DeclaringType != typeof(Exception) && property.Name != nameof(Exception.Message)
        select property;

    public static IEnumerable<MethodInfo> Methods(Type type) =>
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where !method.IsSpecialName && !method.Name.Contains('<', StringComparison.Ordinal) && !everyObjects.Contains(method.Name)
        where method.GetCustomAttribute<HiddenAttribute>() is null && method.GetBaseDefinition() == method
        select method;
}
