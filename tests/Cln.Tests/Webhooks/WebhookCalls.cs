using System.Text.Json;

namespace Cln.Tests.Webhooks;

/// <summary>The calls about webhooks that many tests make.</summary>
internal static class WebhookCalls
{
    private const string Errors = "errors { ... on Error { code message } ... on WebhookDocumentRefused { cause } }";

    /// <summary>Endpoints of a test are on this machine.</summary>
    public static readonly (string Name, string? Value)[] Settings = [("Webhooks:AllowHttp", "true"), ("Webhooks:AllowedNetworks", "127.0.0.0/8")];

    public static Task<Answer> CreateHookAsync(this Api api, string url, string? document = null, string[]? events = null) => api.SendAsync(
        $$"""
        mutation($url: String!, $document: String, $events: [String!]) {
          createWebhook(input: { url: $url, document: $document, events: $events }) { secret webhook { id url publicKey events document state rights } {{Errors}} }
        }
        """,
        new { url, document, events });

    /// <summary>The id of a new webhook.</summary>
    public static async Task<string> HookedAsync(this Api api, string url, string? document = null, params string[] events) =>
        (await api.CreateHookAsync(url, document, events.Length == 0 ? null : events)).Worked("createWebhook").Text("createWebhook.webhook.id");

    /// <summary>Calls a mutation with an id, such as <c>sendTestWebhook</c>.</summary>
    public static Task<Answer> OnHookAsync(this Api api, string mutation, string id, string more = "", string select = "", string name = "id") => api.SendAsync(
        $$"""mutation($id: ID!) { {{mutation}}(input: { {{name}}: $id {{more}} }) { {{select}} errors { ... on Error { code message } } } }""", new { id });

    public static async Task<JsonElement> HookAsync(this Api api, string id) => (await api.SendAsync(
        """
        query($id: ID!) { node(id: $id) { ... on Webhook {
          state disabledBecause disabledAt failingSince publicKey
          deliveries(first: 40) { totalCount nodes { id messageId type state nextAttemptAt deliveredAt webhook { id } attempts { number at status error durationMs response } } }
        } } }
        """,
        new { id })).Worked().At("node");

    /// <summary>The deliveries to a webhook, newest first.</summary>
    public static async Task<IReadOnlyList<JsonElement>> DeliveriesAsync(this Api api, string id) => [.. (await api.HookAsync(id)).GetProperty("deliveries").GetProperty("nodes").EnumerateArray()];

    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();
}
