using System.Reflection;
using Cln.Graph;
using GraphQL;
using GraphQL.Types;

namespace Cln.Host.Graph.Limits;

/// <summary>What the limits have to know of a field, kept on the field where the schema is built.</summary>
internal static class FieldLimits
{
    private const string Once = "cln:once";
    private const string Long = "cln:long";
    private const string Rows = "cln:rows";

    public static FieldType WithLimits(this FieldType field, MemberInfo member)
    {
        if (member.IsDefined(typeof(SavesInStepsAttribute)) || member.IsDefined(typeof(BulkAttribute))) field.Metadata[Long] = true;
        if (member.GetCustomAttribute<OncePerRequestAttribute>() is null) return field;
        field.Metadata[Once] = true;
        field.Description = $"{field.Description} A request has at most one field that signs in or moves money.".Trim();
        return field;
    }

    /// <summary>These arguments say how many rows the field has: a number from 1 on, or a list as long as the answer. Without any it has one.</summary>
    public static FieldType WithRows(this FieldType field, params string[] arguments)
    {
        field.Metadata[Rows] = arguments;
        return field;
    }

    public static bool IsOncePerRequest(this FieldType field) => field.GetMetadata(Once, defaultValue: false);

    public static bool TakesLong(this FieldType field) => field.GetMetadata(Long, defaultValue: false);

    /// <summary>Null when no argument says.</summary>
    public static string[]? RowArguments(this FieldType field) => field.GetMetadata<string[]?>(Rows, (string[]?)null);
}
