using System.Net;
using System.Text.Json;

namespace Cln.Tests.Transport;

internal static class ErrorResponses
{
    /// <summary>Asserts that this is a GraphQL response of one error and no data, and gives its body.</summary>
    public static async Task<string> IsErrorAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(body);
        Assert.Equal((status, code), (response.StatusCode, json.RootElement.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString()));
        Assert.False(json.RootElement.TryGetProperty("data", out _));
        return body;
    }
}
