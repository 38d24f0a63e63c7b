using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Cln.Host.Idempotency;

/// <summary>What makes two calls the same: the input as the resolver gets it, without the key. Text, variables and selections of the operation don't count.</summary>
internal static class Fingerprint
{
    public static string Of(object input, string keyProperty)
    {
        var json = System.Text.Json.JsonSerializer.SerializeToNode(input, input.GetType(), Json.Options)!.AsObject();
        json.Remove(keyProperty);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sorted(json)!.ToJsonString())));
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
