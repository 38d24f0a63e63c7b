using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Cln.FakeProviders.Faults;

/// <summary>Answers that are well formed and wrong.</summary>
internal static class Lies
{
    public static byte[] Tell(Fault fault, byte[] body)
    {
        if (body.Length == 0 || JsonNode.Parse(body) is not JsonObject answer) return body;
        if (fault.Kind == "wrong-id" && answer.ContainsKey("id")) answer["id"] = answer["id"]!.GetValue<string>() + "X";
        if (fault.Kind is not "wrong-id") Walk(answer, fault);
        return Encoding.UTF8.GetBytes(answer.ToJsonString());
    }

    private static void Walk(JsonNode? node, Fault fault)
    {
        foreach (var child in (node as JsonArray)?.ToList() ?? []) Walk(child, fault);
        if (node is not JsonObject thing) return;
        foreach (var (name, value) in thing.ToList())
        {
            if (Lie(fault, name, value) is { } lie) thing[name] = lie;
            else Walk(value, fault);
        }
    }

    private static JsonValue? Lie(Fault fault, string name, JsonNode? value) => (fault.Kind, name, value) switch
    {
        ("wrong-amount", "amount" or "amount_received" or "amount_captured", JsonValue amount) when amount.TryGetValue<long>(out var cents) => JsonValue.Create(cents + 100),
        ("wrong-amount", "value", JsonValue amount) when amount.TryGetValue<string>(out var text) && decimal.TryParse(text, CultureInfo.InvariantCulture, out var money) =>
            JsonValue.Create((money + 1).ToString(CultureInfo.InvariantCulture)),
        ("wrong-currency", "currency", JsonValue) => JsonValue.Create("eur"),
        ("wrong-currency", "currency_code", JsonValue) => JsonValue.Create("EUR"),
        ("livemode-flip", "livemode", JsonValue live) => JsonValue.Create(!live.GetValue<bool>()),
        _ => null,
    };
}
