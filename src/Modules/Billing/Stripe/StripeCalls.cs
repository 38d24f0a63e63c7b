using System.Net;
using Cln.Contracts;
using Stripe;

namespace Cln.Billing;

/// <summary>How we call Stripe: with keys of our own, without the SDK's retries, and with its errors told apart.</summary>
internal sealed class StripeCalls(StripeSettings settings) : IDisposable
{
    /// <summary>How often a step is sent under a new key after Stripe has kept a failure of its own under the old one.</summary>
    private const int Replacements = 5;

    private readonly HttpClient http = GatewayTransport.Client();
    private readonly Lock making = new();
    private StripeClient? client;

    public StripeSettings Settings => settings;

    /// <summary>Reads.</summary>
    public async Task<T> AskAsync<T>(Func<V1Services, Task<T>> ask)
    {
        try
        {
            return await ask(Client().V1);
        }
        catch (StripeException failure) when (Meaning(failure) is not null)
        {
            throw Meaning(failure)!;
        }
    }

    /// <summary>Reads a list as it comes.</summary>
    public async Task<string> RawAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return (await Client().RawRequestAsync(HttpMethod.Get, path, cancellationToken: cancellation)).Content;
        }
        catch (StripeException failure) when (Meaning(failure) is not null)
        {
            throw Meaning(failure)!;
        }
    }

    /// <summary>
    /// Does a step once. Stripe remembers its own failures too and answers with them again: then the step is looked for, and only when it
    /// surely wasn't done it is sent under the next key.
    /// </summary>
    /// <param name="key">Our name for what the step belongs to.</param>
    /// <param name="step">The step's name; the three make Stripe's key.</param>
    /// <param name="send">Sends it.</param>
    /// <param name="look">What has become of it; null when it surely wasn't done.</param>
    public async Task<T> DoAsync<T>(string key, string step, Func<V1Services, RequestOptions, Task<T>> send, Func<Task<T?>> look)
        where T : class, IStripeEntity
    {
        for (var time = 1; ; time++)
        {
            try
            {
                var options = new RequestOptions { IdempotencyKey = $"{key}:{step}:{time}" };
                var done = await AskAsync(api => send(api, options));

                // What is remembered is how it was, and not how it is.
                return IsRemembered(done.StripeResponse) ? await look() ?? done : done;
            }
            catch (StripeException failure) when (time < Replacements && (int)failure.HttpStatusCode >= 500 && IsRemembered(failure.StripeResponse))
            {
                if (await look() is { } found) return found;
            }
        }
    }

    public void Dispose() => http.Dispose();

    private StripeClient Client()
    {
        lock (making)
        {
            return client ??= new(new StripeClientOptions
            {
                ApiKey = settings.SecretKey,
                ApiBase = settings.ApiBase.AbsoluteUri.TrimEnd('/'),
                HttpClient = new SystemNetHttpClient(http, maxNetworkRetries: 0, enableTelemetry: false),
            });
        }
    }

    private static Exception? Meaning(StripeException failure) => failure.HttpStatusCode switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new GatewayRejectsUs($"Stripe answers {(int)failure.HttpStatusCode}: {failure.Message}"),
        HttpStatusCode.TooManyRequests when failure.StripeError?.Code != "lock_timeout" => new GatewayBusy($"Stripe asks for a pause: {failure.Message}", Pause(failure)),
        _ => null,
    };

    private static TimeSpan? Pause(StripeException failure) => failure.StripeResponse?.Headers.RetryAfter?.Delta;

    private static bool IsRemembered(StripeResponse? response) =>
        response is not null && response.Headers.TryGetValues("Idempotent-Replayed", out var values) && values.Contains("true", StringComparer.OrdinalIgnoreCase);
}

/// <summary>Kinds of Stripe's errors.</summary>
internal static class StripeErrors
{
    /// <summary>The card was refused: 402.</summary>
    public static bool IsCardError(this StripeException failure) => failure.StripeError?.Type == "card_error";

    /// <summary>Stripe doesn't understand or doesn't allow the request. It had no effect.</summary>
    public static bool IsInvalid(this StripeException failure) =>
        failure.StripeError?.Type == "invalid_request_error" && failure.HttpStatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound;

    public static bool IsMissing(this StripeException failure) => failure.IsInvalid() && failure.StripeError.Code == "resource_missing";

    /// <summary>The kept card isn't there any more, or hangs on nobody.</summary>
    public static bool IsAboutTheCard(this StripeException failure) => failure.IsInvalid() && failure.StripeError.Param == "payment_method";

    /// <summary>The payment is in a state in which this can't be done to it.</summary>
    public static bool IsUnexpectedState(this StripeException failure) => failure.StripeError?.Code == "payment_intent_unexpected_state";
}
