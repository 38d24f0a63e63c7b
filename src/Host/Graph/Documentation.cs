using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Xml.Linq;

namespace Cln.Host.Graph;

/// <summary>The doc comments of types and members, as the schema shows them. They are read from the XML files beside the assemblies.</summary>
internal static class Documentation
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> files = new();

    public static string? Of(Type type)
    {
        var summary = Summary($"T:{Name(type)}", type.Assembly);
        return summary is null || !type.IsGenericType ? summary : summary.Replace("<T>", "", StringComparison.Ordinal);
    }

    public static string? Of(MemberInfo member) => member switch
    {
        // A record's properties are documented as the parameters of its constructor.
        PropertyInfo property => Summary($"P:{Name(property.DeclaringType!)}.{property.Name}", property.DeclaringType!.Assembly) ??
            Parameter($"T:{Name(property.DeclaringType!)}", property.DeclaringType!.Assembly, property.Name),
        MethodInfo method => Summary($"M:{Name(method.DeclaringType!)}.{method.Name}", method.DeclaringType!.Assembly),
        FieldInfo field => Summary($"F:{Name(field.DeclaringType!)}.{field.Name}", field.DeclaringType!.Assembly),
        _ => null,
    };

    public static string? Of(ParameterInfo parameter)
    {
        var method = (MethodInfo)parameter.Member;
        return Parameter($"M:{Name(method.DeclaringType!)}.{method.Name}", method.DeclaringType!.Assembly, parameter.Name!);
    }

    private static string? Parameter(string id, Assembly assembly, string name) =>
        Read(assembly).GetValueOrDefault(id)?.Elements("param").FirstOrDefault(element => (string?)element.Attribute("name") == name) is { } found ? Text(found) : null;

    private static string? Summary(string id, Assembly assembly) => Read(assembly).GetValueOrDefault(id)?.Element("summary") is { } summary ? Text(summary) : null;

    private static Dictionary<string, XElement> Read(Assembly assembly) => files.GetOrAdd(assembly, static assembly =>
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        return File.Exists(path)
            ? XDocument.Load(path).Descendants("member").DistinctBy(Id).ToDictionary(Id, StringComparer.Ordinal)
            : [];
    });

    // Fields are never overloaded, so the name says which method is meant.
    private static string Id(XElement member) => ((string)member.Attribute("name")!).Split('(', 2)[0];

    private static string Name(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.DescendantNodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement { IsEmpty: true } reference) text.Append(Reference(reference));
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Reference(XElement reference)
    {
        var name = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? (string?)reference.Attribute("langword") ?? "";
        return name.StartsWith("F:", StringComparison.Ordinal)
            ? Names.EnumValue(name[(name.LastIndexOf('.') + 1)..])
            : name.StartsWith("P:", StringComparison.Ordinal) ? Names.Camel(name[(name.LastIndexOf('.') + 1)..]) : name[(name.LastIndexOfAny(['.', ':']) + 1)..];
    }
}
