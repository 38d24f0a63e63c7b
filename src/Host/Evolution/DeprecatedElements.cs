using GraphQL.Types;

namespace Cln.Host.Evolution;

/// <summary>Something in the schema that is deprecated.</summary>
/// <param name="Path">Its schema coordinate: "IpLicense.addedAt", "Query.ipLicenses(search:)", "SortDirection.ASC".</param>
/// <param name="Deprecation">What is said of it.</param>
internal sealed record DeprecatedElement(string Path, Deprecation Deprecation);

/// <summary>Everything in the schema that is deprecated, by the part of the schema that it is, and by its path.</summary>
internal sealed class DeprecatedElements
{
    private readonly Dictionary<object, DeprecatedElement> byPart = new(ReferenceEqualityComparer.Instance);

    public DeprecatedElements(ISchema schema)
    {
        foreach (var type in schema.AllTypes)
        {
            if (type is EnumerationGraphType values)
            {
                foreach (var value in values.Values) Add(value, $"{type.Name}.{value.Name}");
            }

            foreach (var field in (type as IComplexGraphType)?.Fields.AsEnumerable() ?? [])
            {
                Add(field, $"{type.Name}.{field.Name}");
                foreach (var argument in field.Arguments?.AsEnumerable() ?? []) Add(argument, $"{type.Name}.{field.Name}({argument.Name}:)");
            }
        }
    }

    public IReadOnlyCollection<DeprecatedElement> All => byPart.Values;

    public DeprecatedElement? Find(object? part) => part is null ? null : byPart.GetValueOrDefault(part);

    private void Add(IProvideMetadata part, string path)
    {
        if (Deprecation.Of(part) is { } deprecation) byPart[part] = new(path, deprecation);
    }
}
