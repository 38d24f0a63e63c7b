using System.Globalization;
using System.Reflection;
using Cln.Graph;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Cln.Host.Evolution;

/// <summary>What is said of something that is deprecated.</summary>
/// <param name="Instead">What to use, as a sentence.</param>
/// <param name="Removal">The last day on which it is promised to be there.</param>
internal sealed record Deprecation(string Instead, DateOnly Removal)
{
    private const string Key = "cln:deprecated";

    public string Reason => string.Create(CultureInfo.InvariantCulture, $"{Instead} Will be removed after {Removal:yyyy-MM-dd}.");

    public static Deprecation? Of(IProvideMetadata element) => element.GetMetadata<Deprecation?>(Key, (Deprecation?)null);

    /// <exception cref="InvalidOperationException">The attribute says it in another form than it takes.</exception>
    public static Deprecation? Of(ICustomAttributeProvider source)
    {
        if (source.GetCustomAttributes(typeof(DeprecatedAttribute), inherit: false) is not [DeprecatedAttribute said, ..]) return null;
        if (!DateOnly.TryParseExact(said.Removal, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var removal))
            throw new InvalidOperationException($"{Named(source)} is deprecated with the removal \"{said.Removal}\". It takes a day such as \"2027-06-01\".");
        if (!said.Instead.EndsWith('.')) throw new InvalidOperationException($"{Named(source)} is deprecated with \"{said.Instead}\". It takes a sentence that says what to use instead, such as \"Use `registeredAt`.\"");
        return new(said.Instead, removal);
    }

    /// <summary>Keeps it on a field, argument or enum value where the schema is built.</summary>
    public void Mark<T>(T element)
        where T : IProvideMetadata, IProvideDeprecationReason => (element.Metadata[Key], element.DeprecationReason) = (this, Reason);

    private static string Named(ICustomAttributeProvider source) => source switch
    {
        MemberInfo member => $"{member.DeclaringType}.{member.Name}",
        ParameterInfo parameter => $"{parameter.Member.DeclaringType}.{parameter.Member.Name}({parameter.Name})",
        _ => source.ToString()!,
    };
}

/// <summary>Marks what the schema is built of.</summary>
internal static class DeprecatedParts
{
    public static FieldType WithDeprecation(this FieldType field, ICustomAttributeProvider source)
    {
        Deprecation.Of(source)?.Mark(field);
        return field;
    }

    /// <summary>For an input's member.</summary>
    /// <exception cref="InvalidOperationException">It has to be sent, so that nobody could leave it out.</exception>
    public static FieldType WithInputDeprecation(this FieldType member, ICustomAttributeProvider source)
    {
        if (Deprecation.Of(source) is not { } deprecation) return member;
        if (member is { ResolvedType: NonNullGraphType, DefaultValue: null }) throw MustBeSent(member.Name);
        deprecation.Mark(member);
        return member;
    }

    public static QueryArgument WithDeprecation(this QueryArgument argument, ICustomAttributeProvider source)
    {
        if (Deprecation.Of(source) is not { } deprecation) return argument;
        if (argument is { ResolvedType: NonNullGraphType, DefaultValue: null }) throw MustBeSent(argument.Name);
        deprecation.Mark(argument);
        return argument;
    }

    private static InvalidOperationException MustBeSent(string name) => new($"'{name}' is deprecated and must be sent: give it a default, or make it nullable.");
}
