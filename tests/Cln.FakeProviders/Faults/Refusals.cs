using Cln.FakeProviders.PayPal;
using Cln.FakeProviders.Stripe;

namespace Cln.FakeProviders.Faults;

/// <summary>Answers of a provider that had no effect.</summary>
internal static class Refusals
{
    public static Answer? Of(Fault fault, HttpRequest request) => fault.Kind switch
    {
        "status" => new(int.Parse(fault.Arg!.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture), fault.Arg.Split(':', 2).ElementAtOrDefault(1) ?? "{}"),
        "409-in-use" => InUse(request),
        "429" when fault.Arg is { } pause && Busy(request) is var busy => busy with { Headers = new Dictionary<string, string>(busy.Headers, StringComparer.Ordinal) { ["Retry-After"] = pause } },
        "429" => Busy(request),
        "auth-expired" => IsStripe(request) ? StripeErrors.Unauthorized("Expired API Key provided: sk_test_***") : PayPalErrors.InvalidToken(),
        _ => null,
    };

    /// <summary>Another request of the same key is still running.</summary>
    public static Answer InUse(HttpRequest request) => IsStripe(request)
        ? StripeErrors.KeyInUse(request.Headers["Idempotency-Key"].ToString())
        : PayPalErrors.Answer(StatusCodes.Status409Conflict, "RESOURCE_CONFLICT", "PREVIOUS_REQUEST_IN_PROGRESS", "A previous request on this resource is currently in progress. Please wait for some time and try again.");

    public static string InternalError(HttpRequest request) => (IsStripe(request)
        ? StripeErrors.Internal()
        : PayPalErrors.Answer(StatusCodes.Status500InternalServerError, "INTERNAL_SERVER_ERROR", "INTERNAL_SERVICE_ERROR", "An internal service error occurred.")).Body!;

    public static bool IsStripe(HttpRequest request) => request.Path.Value?.Split('/') is [_, "v1", not ("oauth2" or "notifications" or "reporting" or "customer"), ..];

    private static Answer Busy(HttpRequest request) => IsStripe(request)
        ? StripeErrors.RateLimited()
        : PayPalErrors.Answer(StatusCodes.Status429TooManyRequests, "RATE_LIMIT_REACHED", "RATE_LIMIT_REACHED", "Too many requests. Blocked due to rate limiting.");
}
