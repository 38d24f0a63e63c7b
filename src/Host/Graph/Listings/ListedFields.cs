using System.Reflection;
using Cln.Graph;

namespace Cln.Host.Graph.Listings;

/// <summary>A property that lists of its type can be filtered and ordered by.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Said">Where it is declared and documented.</param>
/// <param name="Property">Where its values are stored.</param>
/// <param name="OrderedBy">What lists are ordered by when it is named.</param>
internal sealed record ListedField(string Name, PropertyInfo Said, PropertyInfo Property, SortKey OrderedBy)
{
    public static IReadOnlyDictionary<string, ListedField> Of(Type type) => Cache.GetOrAdd(type, Find);

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, IReadOnlyDictionary<string, ListedField>> Cache = new();

    private static Dictionary<string, ListedField> Find(Type type) =>
        (from property in type.GetProperties()
         let listed = property.GetCustomAttribute<ListedAttribute>()
         where listed is not null
         let stored = listed.NameOf is { } named ? type.GetProperty(named)! : property
         let orderedBy = listed.OrderedBy is { } other ? type.GetProperty(other)! : stored
         let field = new ListedField(listed.Name ?? Names.Camel(property.Name), property, stored, new(orderedBy))
         select field).ToDictionary(field => field.Name, StringComparer.Ordinal);
}

/// <summary>A column that a list is ordered by. Rows without a value come last in both directions, on every database.</summary>
internal sealed record SortKey(PropertyInfo Property)
{
    private readonly MethodInvoker read = MethodInvoker.Create(Property.GetMethod!);

    public bool IsNullable { get; } = Nullable.GetUnderlyingType(Property.PropertyType) is not null ||
        (!Property.PropertyType.IsValueType && new NullabilityInfoContext().Create(Property).ReadState == NullabilityState.Nullable);

    public object? Value(object row) => read.Invoke(row);
}
