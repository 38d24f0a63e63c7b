using GraphQL;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Cln.Host;

/// <summary>The schema as text, sorted, so that a change of it is a readable difference.</summary>
internal static class SchemaFile
{
    public static string Print(ISchema schema) =>
        schema.Print(new() { StringComparison = StringComparison.Ordinal, IncludeDescriptions = true, IncludeDeprecationReasons = true }).TrimEnd() + "\n";
}
