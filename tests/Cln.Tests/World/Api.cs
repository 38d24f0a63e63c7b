using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cln.Tests;

/// <summary>A caller of the API over HTTP.</summary>
public sealed class Api(HttpClient http, string? bearer, string? address = null)
{
    public string? Bearer => bearer;

    public async Task<Answer> SendAsync(string query, object? variables = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (address is not null) request.Headers.Add("X-Forwarded-For", address);
        using var response = await http.SendAsync(request);
        return new((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>A download, such as an invoice.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return await http.SendAsync(request);
    }

    /// <summary>Subscribes, and hands over each event's data as it comes.</summary>
    public Task<Subscriber> SubscribeAsync(string query) => Subscriber.StartAsync(http.BaseAddress!, bearer, query);
}

/// <summary>A GraphQL answer. Paths are dotted: <c>balance.amount</c>, <c>ipLicenses.nodes.0.ip</c>.</summary>
public sealed record Answer(int Status, JsonElement Json)
{
    public JsonElement Data => Json.GetProperty("data");

    /// <summary>The codes of the top-level errors.</summary>
    public IReadOnlyList<string?> Codes => Json.TryGetProperty("errors", out var errors)
        ? [.. errors.EnumerateArray().Select(error => error.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("code", out var code) ? code.GetString() : null)]
        : [];

    /// <summary>The code of the one mistake, wherever it is told: in the payload of this mutation or at the top.</summary>
    public string? Code(string mutation)
    {
        if (Codes.Count > 0) return Codes[0];
        var payload = At(mutation);
        if (payload.ValueKind != JsonValueKind.Object || !payload.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Array) return null;
        return errors[0].GetProperty("code").GetString();
    }

    public JsonElement At(string path)
    {
        var here = Json.TryGetProperty("data", out var data) ? data : throw new InvalidOperationException(Json.ToString());
        foreach (var step in path.Split('.'))
        {
            if (here.ValueKind == JsonValueKind.Null) throw new InvalidOperationException($"{path}: null before '{step}' in {Json}");
            here = int.TryParse(step, out var index) ? here[index] : here.GetProperty(step);
        }

        return here;
    }

    public string Text(string path) => At(path).GetString() ?? throw new InvalidOperationException($"{path} is null in {Json}");

    public int Number(string path) => At(path).GetInt32();

    public bool IsNull(string path) => At(path).ValueKind == JsonValueKind.Null;

    public IReadOnlyList<JsonElement> List(string path) => [.. At(path).EnumerateArray()];

    /// <summary>Fails unless there are no errors, at the top or in this payload.</summary>
    public Answer Worked(string? mutation = null)
    {
        Assert.False(Json.TryGetProperty("errors", out _), Json.ToString());
        if (mutation is not null && At(mutation).TryGetProperty("errors", out var errors)) Assert.True(errors.ValueKind == JsonValueKind.Null, Json.ToString());
        return this;
    }
}
