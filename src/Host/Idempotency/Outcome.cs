using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cln.Data;
using Cln.Graph;
using Cln.Host.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Idempotency;

/// <summary>
/// A mutation's outcome, kept as references: a replay has the first call's outcome, and shows the objects as they are now.
/// Entities are kept by id, errors whole, other results member by member.
/// </summary>
internal static class Outcome
{
    /// <summary>The outcome of a mutation that saves in steps and whose result is no entity: its resolver finds what it began, and answers with it.</summary>
    public const string Again = """{"again":true}""";

    /// <summary>The outcome of a call so old that only its having been is kept.</summary>
    public const string Gone = """{"gone":true}""";

    public static string Of(object? result) => Write(result)?.ToJsonString() ?? "null";

    public static string Of(DomainError error) => new JsonObject { ["error"] = WriteError(error) }.ToJsonString();

    /// <summary>The result again; throws the error again when that was the outcome.</summary>
    /// <exception cref="IdempotencyKeyExpired">The outcome is no longer kept.</exception>
    public static async Task<object?> ReplayAsync(string outcome, Type type, ClnDbContext db, CancellationToken cancellation)
    {
        if (outcome == Gone) throw new IdempotencyKeyExpired();
        var node = JsonNode.Parse(outcome);
        if (node is JsonObject whole && whole["error"] is { } error) throw ReadError(error);
        return await ReadAsync(node, type, db, cancellation);
    }

    private static JsonNode? Write(object? value) => value switch
    {
        null => null,
        INode entity => entity.Id,
        DomainError error => WriteError(error),
        string text => JsonValue.Create(text),
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(Write)]),
        _ when IsRecord(value.GetType()) => new JsonObject(Members(value.GetType()).Select(member => KeyValuePair.Create(member.Name, Write(member.GetValue(value))))),
        _ => JsonSerializer.SerializeToNode(value, value.GetType(), Json.Options),
    };

    private static async Task<object?> ReadAsync(JsonNode? node, Type type, ClnDbContext db, CancellationToken cancellation)
    {
        if (node is null) return null;
        if (type.IsAssignableTo(typeof(INode))) return await NodeLoader.FindAsync(db, type, node.GetValue<long>(), cancellation);
        if (type.IsAssignableTo(typeof(DomainError))) return ReadError(node);
        if (node is JsonArray items) return await ReadListAsync(items, type.GetGenericArguments().FirstOrDefault() ?? type.GetElementType()!, db, cancellation);
        if (!IsRecord(type)) return node.Deserialize(type, Json.Options);

        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).OrderByDescending(candidate => candidate.GetParameters().Length).First();
        List<object?> arguments = [];
        foreach (var parameter in constructor.GetParameters())
            arguments.Add(await ReadAsync(node[char.ToUpperInvariant(parameter.Name![0]) + parameter.Name[1..]], parameter.ParameterType, db, cancellation));
        return constructor.Invoke([.. arguments]);
    }

    private static async Task<IList> ReadListAsync(JsonArray items, Type type, ClnDbContext db, CancellationToken cancellation)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        foreach (var item in items)
        {
            // What has been removed since isn't there to be shown.
            if (await ReadAsync(item, type, db, cancellation) is { } read) list.Add(read);
        }

        return list;
    }

    private static JsonObject WriteError(DomainError error) => new()
    {
        ["type"] = error.GetType().AssemblyQualifiedName,
        ["code"] = error.Code,
        ["message"] = error.Message,
        ["fields"] = new JsonObject(FieldSources.Properties(error.GetType()).Select(field => KeyValuePair.Create(field.Name, JsonSerializer.SerializeToNode(field.GetValue(error), field.PropertyType, Json.Options)))),
    };

    private static ReplayedError ReadError(JsonNode error) =>
        new(Type.GetType(error["type"]!.GetValue<string>()) ?? typeof(InvalidInput), error["code"]!.GetValue<string>(), error["message"]!.GetValue<string>(), error["fields"].Deserialize<JsonElement>());

    private static bool IsRecord(Type type) => type.IsClass && type != typeof(string) && !type.IsAssignableTo(typeof(IEnumerable));

    private static IEnumerable<PropertyInfo> Members(Type type) => type.GetProperties().Where(property => property.Name != "EqualityContract" && property.GetIndexParameters().Length == 0);
}
