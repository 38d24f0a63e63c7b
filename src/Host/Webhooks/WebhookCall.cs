using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Cln.Host.Webhooks;

/// <summary>How a try has ended.</summary>
/// <param name="Status">Of the answer; null when there was none.</param>
/// <param name="Error">What went wrong; null when it was taken.</param>
/// <param name="Response">The beginning of the answer's body.</param>
/// <param name="Wait">How long the endpoint asks us to wait.</param>
/// <param name="Took">How long it took.</param>
internal sealed record WebhookAnswer(int? Status, string? Error, string? Response, TimeSpan? Wait, TimeSpan Took)
{
    /// <summary>Nothing was sent, and the endpoint has no part in that.</summary>
    public bool NotSent { get; private init; }

    /// <summary>A try that ends before anything is sent.</summary>
    public static WebhookAnswer Of(string problem) => new(Status: null, problem, Response: null, Wait: null, TimeSpan.Zero) { NotSent = true };

    public bool IsTaken => Error is null;

    public bool IsGone => Status == StatusCodes.Status410Gone;
}

/// <summary>One POST, signed. It takes 15 seconds at most, whatever the endpoint does.</summary>
internal sealed class WebhookCall(WebhookTransport transport, WebhookSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(15);

    public async Task<WebhookAnswer> SendAsync(Webhook hook, string messageId, byte[] body, CancellationToken cancellation)
    {
        if (Refusal(hook.Url) is { } refused) return refused;
        var began = Stopwatch.GetTimestamp();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        enough.CancelAfter(patience);
        try
        {
            using var request = Request(hook, messageId, body);
            using var response = await transport.SendAsync(request, enough.Token);
            return Answer(response, await BeginningAsync(response, enough.Token), Stopwatch.GetElapsedTime(began));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return new(Status: null, Told(failure), Response: null, Wait: null, Stopwatch.GetElapsedTime(began));
        }
    }

    /// <summary>What may be sent to depends on the settings, which were others perhaps when the URL was given.</summary>
    private WebhookAnswer? Refusal(string url)
    {
        try
        {
            WebhookUrl.Read(url, settings);
            return null;
        }
        catch (InvalidInput refused)
        {
            return WebhookAnswer.Of(refused.Message);
        }
    }

    private HttpRequestMessage Request(Webhook hook, string messageId, byte[] body)
    {
        var now = clock.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", messageId);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSigning.Header(hook, messageId, now, body, now));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("ClnReseller-Webhooks", "1"));
        return request;
    }

    private WebhookAnswer Answer(HttpResponseMessage response, string? beginning, TimeSpan took)
    {
        var status = (int)response.StatusCode;
        var error = response.IsSuccessStatusCode ? null : status is >= 300 and < 400 ? $"The endpoint answered {status}. Redirects aren't followed: give the URL that it leads to." : $"The endpoint answered {status}.";
        var wait = response.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date - clock.GetUtcNow()) : null;
        return new(status, error, beginning, wait, took);
    }

    private static async Task<string?> BeginningAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var buffer = new byte[WebhookAttempt.LongestResponse];
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return length == 0 ? null : Encoding.UTF8.GetString(buffer, 0, length).Replace('\0', '\uFFFD');
    }

    /// <summary>No more than an owner can do something about: neither names nor addresses, which may be ours.</summary>
    private static string Told(Exception failure) => failure switch
    {
        OperationCanceledException => $"There was no answer within {patience.TotalSeconds:0} seconds.",
        { InnerException: AddressNotAllowed refused } => refused.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "The TLS handshake failed: the certificate has to be valid for the URL's name.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "There was no connection.",
        _ => "The endpoint's answer broke off, or wasn't HTTP.",
    };
}
