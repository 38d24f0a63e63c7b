using System.Collections;
using System.Globalization;
using System.Reflection;
using Cln.Graph;
using Cln.Host.Graph;

namespace Cln.Host.Audit;

/// <summary>What a mutation is about, as "IpLicense:7": the ids in its input and the things in its result. Nothing else of either is looked at.</summary>
internal static class Subjects
{
    /// <summary>A call about thousands of things names the first of them.</summary>
    public const int Most = 500;

    public static IEnumerable<string> OfInput(object? input) => Ids(input).Select(id => Text(id.Type, id.Value));

    public static IEnumerable<string> OfResult(object? result) => Things(result).Select(thing => Text(Names.Type(thing.GetType()), thing.Id));

    /// <summary>The reseller that an input or a result names, or whose thing it is; null when that is nobody.</summary>
    public static long? OwnerOf(object? input, object? result)
    {
        var ids = Ids(input).Where(id => id.Type == nameof(Reseller)).Select(id => (long?)id.Value);
        var owners = Things(result).Select(thing => thing is Reseller reseller ? reseller.Id : (thing as IOwned)?.ResellerId);
        return ids.Concat(owners).FirstOrDefault(owner => owner is not null);
    }

    public static string Text(string type, long id) => string.Create(CultureInfo.InvariantCulture, $"{type}:{id}");

    public static string GlobalId(string text)
    {
        var parts = text.Split(':');
        return NodeIds.Encode(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static IEnumerable<(string Type, long Value)> Ids(object? input) =>
        input is null ? [] : input.GetType().GetProperties().SelectMany(property => IdsIn(property.GetValue(input)));

    private static IEnumerable<(string Type, long Value)> IdsIn(object? value) => value switch
    {
        null or string => [],
        IEnumerable items => items.Cast<object?>().SelectMany(IdsIn),
        _ when InputTypes.IsId(value.GetType()) => [(Names.Type(value.GetType().GenericTypeArguments[0]), (long)value.GetType().GetProperty(nameof(Id<>.Value))!.GetValue(value)!)],
        _ => [],
    };

    private static IEnumerable<INode> Things(object? result) => result switch
    {
        INode thing => [thing],
        string => [],
        IEnumerable items => items.Cast<object?>().SelectMany(Things),
        _ when result?.GetType().Namespace?.StartsWith("Cln", StringComparison.Ordinal) is true => Members(result).OfType<INode>(),
        _ => [],
    };

    private static IEnumerable<object?> Members(object result) =>
        result.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.PropertyType.IsAssignableTo(typeof(INode))).Select(property => property.GetValue(result));
}
