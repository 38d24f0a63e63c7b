using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cln.FakeProviders;

/// <summary>What a provider answers.</summary>
internal sealed record Answer(int Status, string? Body)
{
    public Answer(int status, JsonNode body) : this(status, body.ToJsonString(Unescaped))
    {
    }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private static JsonSerializerOptions Unescaped { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Answer Ok(JsonNode body) => new(StatusCodes.Status200OK, body);

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        foreach (var (name, value) in Headers) http.Response.Headers[name] = value;
        if (Body is null) return;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(Body, http.RequestAborted);
    }
}
