using System.Globalization;
using System.Text.Json.Nodes;
using Cln.FakeProviders.Faults;
using Cln.FakeProviders.Hooks;
using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.PayPal;

/// <summary>A request to PayPal that is being executed, with everything that it may touch.</summary>
internal sealed record PayPalCall(Page Page, JsonObject? Body, string Id, DateTimeOffset Now, string PublicUrl)
{
    public Fault? Fault { get; init; }

    /// <summary><c>PayPal-Request-Id</c>.</summary>
    public string? RequestId { get; init; }

    /// <summary>Of the sandbox's negative testing: the refusal that is asked for by <c>PayPal-Mock-Response</c>.</summary>
    public string? Mock { get; init; }

    /// <summary>The whole thing is wanted as an answer, not only its id and status.</summary>
    public bool WantsAll { get; init; }

    public IQueryCollection? Query { get; init; }

    public TimeSpan Lag { get; init; }

    public List<string> Events { get; } = [];

    /// <summary>A text of the body, at most 127 characters.</summary>
    public static string? Text(JsonNode? node, string name)
    {
        var text = node?[name]?.GetValue<string>();
        return text is not { Length: > 127 } ? text : throw PayPalProblem.Invalid("INVALID_STRING_MAX_LENGTH", "The value of a field is too long.", name);
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Tells the webhooks.</summary>
    public void Tell(string type, string resourceType, string summary, JsonObject resource)
    {
        var id = $"WH-{Names.PayPal()}-{Names.PayPal()}";
        var told = new JsonObject
        {
            ["id"] = id,
            ["event_version"] = "1.0",
            ["create_time"] = Time(Now),
            ["resource_type"] = resourceType,
            ["resource_version"] = "2.0",
            ["event_type"] = type,
            ["summary"] = summary,
            ["resource"] = resource,
            ["links"] = new JsonArray(
                PayPalErrors.Link($"{PublicUrl}/v1/notifications/webhooks-events/{id}", "self", "GET"),
                PayPalErrors.Link($"{PublicUrl}/v1/notifications/webhooks-events/{id}/resend", "resend", "POST")),
        };
        Events.Add(Page.Put(HookEvent.New(Page, id, HookProvider.PayPal, type, told.ToJsonString(), Now)).Id);
    }
}
