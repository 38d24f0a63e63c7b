using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Cln.Host.Documents;
using Cln.Tests.Transport;

namespace Cln.Tests.Documents;

/// <summary>Requests that name a document instead of bringing it.</summary>
internal static class StoredCalls
{
    public static string Id(string text) => DocumentHash.Prefix + DocumentHash.Of(text);

    public static object Persisted(string text) => new { persistedQuery = new { version = 1, sha256Hash = DocumentHash.Of(text) } };

    public static async Task<Answer> PostAsync(this World world, object body, string? bearer = null)
    {
        using var http = new HttpClient { BaseAddress = world.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var response = await http.SendAsync(request);
        return new((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>By GET; the answer's Cache-Control goes with it.</summary>
    public static async Task<(Answer Answer, string Caching)> GetAsync(this World world, string parameters, string? bearer = null)
    {
        using var response = await world.With(bearer!).GetAsync($"/graphql?{parameters}");
        return (new((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement), response.Headers.CacheControl!.ToString());
    }

    public static string Query(object extensions) => $"extensions={Uri.EscapeDataString(JsonSerializer.Serialize(extensions))}";

    /// <summary>The messages that one operation is answered with over a socket, to the last one.</summary>
    public static async Task<string> SocketAsync(this World world, object payload, string? bearer = null)
    {
        var client = new ClientWebSocket();
        client.Options.AddSubProtocol("graphql-transport-ws");
        await client.ConnectAsync(new UriBuilder(world.Address) { Scheme = "ws", Path = "/graphql" }.Uri, CancellationToken.None);
        await using var socket = await new ToySocket(client).GreetAsync(bearer);
        await socket.SayAsync(new { type = "subscribe", id = "1", payload });
        return await socket.HearAsync();
    }

    public static async Task<string> StreamAsync(this World world, object body, string bearer)
    {
        using var http = new HttpClient { BaseAddress = world.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    public static Task<Answer> TrustAsync(this Api caller, params string[] documents) => caller.SendAsync(
        "mutation($documents: [Document!]!) { trustDocuments(input: { documents: $documents }) { trustedDocuments { id documentId name } errors { ... on Error { code message } ... on DocumentNotValid { index } } } }", new { documents });

    /// <summary>A token that may send trusted documents only: its id and its secret.</summary>
    public static async Task<(string Id, string Secret)> HeldTokenAsync(this Api admin, params string[] scopes)
    {
        var made = (await admin.SendAsync(
            "mutation($scopes: [String!]!) { createApiToken(input: { name: \"held\", scopes: $scopes, trustedOnly: true }) { secret apiToken { id trustedOnly } errors { ... on Error { code message } } } }", new { scopes })).Worked("createApiToken");
        Assert.True(made.At("createApiToken.apiToken.trustedOnly").GetBoolean());
        return (made.Text("createApiToken.apiToken.id"), made.Text("createApiToken.secret"));
    }
}
