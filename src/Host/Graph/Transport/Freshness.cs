using System.Globalization;
using System.Reflection;
using Cln.Graph;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Cln.Host.Graph.Transport;

/// <summary>For how long caches on the way may keep the answer to the request of this scope: not at all, unless it is the same for everybody and its URL names a stored document.</summary>
internal sealed class Freshness
{
    // The schema changes with the host alone.
    private const int OfSchema = 300;

    private int? seconds;

    public string Header => seconds is { } fresh ? string.Create(CultureInfo.InvariantCulture, $"public, max-age={fresh}") : "no-store";

    public void Judge(GraphRequest request, ExecutionResult result, ISchema schema, Caller caller)
    {
        if (request.Query is null && caller.IsAnonymous && result is { Executed: true, Errors: null or { Count: 0 } }) seconds = Of(result.Operation, schema);
    }

    private static int? Of(GraphQLOperationDefinition? operation, ISchema schema)
    {
        int? least = null;
        foreach (var selection in operation?.SelectionSet.Selections ?? [])
        {
            if (selection is not GraphQLField field || SecondsOf(field.Name.StringValue, schema) is not { } fresh) return null;
            least = Math.Min(least ?? fresh, fresh);
        }

        return least;
    }

    private static int? SecondsOf(string field, ISchema schema) => field switch
    {
        "__schema" or "__type" or "__typename" => OfSchema,
        _ => schema.Query.Fields.Find(field)?.FreshFor(),
    };
}

/// <summary>For how long a field's answer may be kept, on the field where the schema is built.</summary>
internal static class FreshFields
{
    private const string Key = "cln:fresh";

    public static FieldType WithFreshness(this FieldType field, MemberInfo member)
    {
        if (member.GetCustomAttribute<CacheableAttribute>() is { } cacheable) field.Metadata[Key] = cacheable.Seconds;
        return field;
    }

    public static int? FreshFor(this FieldType field) => field.GetMetadata<int?>(Key, (int?)null);
}
