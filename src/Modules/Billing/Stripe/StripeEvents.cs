using System.Text.Json;

namespace Cln.Billing;

/// <summary>Reads which payment an event of Stripe is about, and nothing else of it.</summary>
internal static class StripeEvents
{
    private static readonly JsonDocumentOptions strict = new() { MaxDepth = 64 };

    /// <exception cref="WebhookRefused">It is no event, or one of the other mode.</exception>
    public static WebhookEvent Read(ReadOnlyMemory<byte> body, bool live)
    {
        try
        {
            using var document = JsonDocument.Parse(body, strict);
            return Read(document.RootElement, live);
        }
        catch (JsonException garbage)
        {
            throw new WebhookRefused($"It is no JSON: {garbage.Message}");
        }
    }

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, bool)"/>
    public static WebhookEvent Read(JsonElement root, bool live)
    {
        if (Text(root, "object") != "event" || Text(root, "id") is not { Length: > 0 and <= 200 } id || Text(root, "type") is not { Length: > 0 and <= 100 } type)
            throw new WebhookRefused("It is no event.");
        if (!root.TryGetProperty("livemode", out var mode) || mode.ValueKind is not (JsonValueKind.True or JsonValueKind.False) || mode.GetBoolean() != live)
            throw new WebhookRefused($"The event {id} is of the other mode.");
        return IsAboutMoney(type) && root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("object", out var subject)
            ? new(id, type, [.. Names(subject)], Key(subject))
            : new(id, type, [], Key: null);
    }

    private static bool IsAboutMoney(string type) =>
        type.StartsWith("payment_intent.", StringComparison.Ordinal) || type.StartsWith("charge.", StringComparison.Ordinal) || type.StartsWith("refund.", StringComparison.Ordinal);

    /// <summary>The object itself, and the payment and charge that it hangs on.</summary>
    private static IEnumerable<string> Names(JsonElement subject)
    {
        foreach (var member in new[] { "id", "payment_intent", "charge" })
        {
            if (Id(subject, member) is { Length: > 0 and <= 200 } name) yield return name;
        }
    }

    private static string? Key(JsonElement subject) =>
        subject.ValueKind == JsonValueKind.Object && subject.TryGetProperty("metadata", out var metadata) && Text(metadata, StripePayments.KeyName) is { Length: > 0 and <= 64 } key ? key : null;

    /// <summary>A reference is an id, or the whole object that has it.</summary>
    private static string? Id(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? Text(value, "id") : Text(parent, name);

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
