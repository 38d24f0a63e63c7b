using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Carries requests to PayPal, with the token, and says what became of them. Never called inside a transaction.</summary>
internal sealed class PayPalHttp(IHttpClientFactory clients, PayPalToken token, TimeProvider clock, ILogger<PayPalHttp> logger)
{
    /// <summary>The HTTP client for what only asks: it is sent again when no answer comes.</summary>
    public const string Asking = "paypal-asking";

    /// <summary>The HTTP client for what has effects: whether to send such a thing again, its caller decides.</summary>
    public const string Doing = "paypal-doing";

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellation)
        where T : class =>
        SendAsync(Asking, () => new(HttpMethod.Get, path), response => PayPalAnswers.ReadAsync(response, answer, clock, cancellation), cancellation);

    /// <param name="path">Below PayPal's address.</param>
    /// <param name="key">Our name for the request: PayPal does the same one once, and answers the present state when it comes again.</param>
    /// <param name="body">What to say.</param>
    /// <param name="said">How the body is written.</param>
    /// <param name="answer">How the answer is read.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<TAnswer> PostAsync<TBody, TAnswer>(string path, string key, TBody body, JsonTypeInfo<TBody> said, JsonTypeInfo<TAnswer> answer, CancellationToken cancellation)
        where TAnswer : class =>
        SendAsync(Doing, () => Post(path, key, JsonSerializer.SerializeToUtf8Bytes(body, said)), response => PayPalAnswers.ReadAsync(response, answer, clock, cancellation), cancellation);

    /// <summary>Something that isn't there any more is deleted.</summary>
    public Task DeleteAsync(string path, CancellationToken cancellation) => SendAsync(
        Doing,
        () => new(HttpMethod.Delete, path),
        async response => response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotFound ? "" : (await PayPalAnswers.ReadAsync(response, PayPalWire.Default.WireError, clock, cancellation)).ToString(),
        cancellation);

    private static HttpRequestMessage Post(string path, string key, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("PayPal-Request-Id", key);
        request.Headers.Add("Prefer", "return=representation");
        return request;
    }

    /// <summary>A token that PayPal takes no longer is renewed once: a refusal of the token comes before any effect.</summary>
    private async Task<T> SendAsync<T>(string name, Func<HttpRequestMessage> make, Func<HttpResponseMessage, Task<T>> read, CancellationToken cancellation)
    {
        using var client = clients.CreateClient(name);
        var bearer = await token.TakeAsync(cancellation);
        using (var response = await ReachAsync(client, make(), bearer, cancellation))
        {
            if (response.StatusCode != HttpStatusCode.Unauthorized) return await read(response);
        }

        token.Drop(bearer);
        using var second = await ReachAsync(client, make(), await token.TakeAsync(cancellation), cancellation);
        return await read(second);
    }

    private async Task<HttpResponseMessage> ReachAsync(HttpClient client, HttpRequestMessage request, string bearer, CancellationToken cancellation)
    {
        using var sent = request;
        sent.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        try
        {
            var response = await client.SendAsync(sent, cancellation);
            var debugId = response.Headers.TryGetValues("Paypal-Debug-Id", out var ids) ? ids.FirstOrDefault() : null;
            logger.Log(
                response.IsSuccessStatusCode ? LogLevel.Debug : LogLevel.Warning,
                "PayPal answered {Status} to {Method} {Path} (debug id {DebugId})", (int)response.StatusCode, sent.Method, sent.RequestUri?.AbsolutePath, debugId);
            return response;
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new PayPalUnclear($"PayPal took too long over {sent.Method} {sent.RequestUri?.AbsolutePath}.", status: null, failure);
        }
    }
}
