using System.Reflection;
using System.Text;
using Cln.Graph;

namespace Cln.Host.Graph;

/// <summary>C# names as GraphQL's users expect them.</summary>
internal static class Names
{
    /// <summary><c>AddIpLicenseAsync</c> → <c>addIpLicense</c>.</summary>
    public static string Field(MemberInfo member)
    {
        if (member.GetCustomAttribute<NameAttribute>() is { } given) return given.Name;
        var name = member.Name;
        return Camel(member is MethodInfo && name.EndsWith("Async", StringComparison.Ordinal) ? name[..^"Async".Length] : name);
    }

    public static string Type(Type type)
    {
        if (type.GetCustomAttribute<NameAttribute>() is { } given) return given.Name;
        if (!type.IsGenericType) return type.IsInterface && type.Name.StartsWith('I') ? type.Name[1..] : type.Name;

        // Connection<IpLicense> → IpLicenseConnection
        var name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        return string.Concat(type.GetGenericArguments().Select(Type)) + name;
    }

    /// <summary><c>AutoAddFunds</c> → <c>AUTO_ADD_FUNDS</c>, <c>Imunify360Single</c> → <c>IMUNIFY360_SINGLE</c>.</summary>
    public static string EnumValue(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1])) text.Append('_');
            text.Append(char.ToUpperInvariant(name[i]));
        }

        return text.ToString();
    }

    public static string Camel(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];

    public static string Plural(string name) =>
        name.EndsWith('y') && !name.EndsWith("ey", StringComparison.Ordinal) ? name[..^1] + "ies" : name.EndsWith('s') ? name + "es" : name + "s";
}
