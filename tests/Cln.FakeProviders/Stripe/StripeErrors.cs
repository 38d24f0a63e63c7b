using System.Text.Json.Nodes;

namespace Cln.FakeProviders.Stripe;

/// <summary>A request that Stripe doesn't begin to execute. Nothing of it is remembered.</summary>
internal sealed class StripeProblem(string? code, string message, string? param = null, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    public static StripeProblem Missing(string what, string? id, string param = "id") =>
        new("resource_missing", $"No such {what}: '{id}'", param, StatusCodes.Status404NotFound);

    public Answer Answer => StripeErrors.Invalid(code, Message, param, status);
}

/// <summary>The shapes of Stripe's errors.</summary>
internal static class StripeErrors
{
    public static Answer Invalid(string? code, string message, string? param = null, int status = StatusCodes.Status400BadRequest, Action<JsonObject>? more = null)
    {
        var error = new JsonObject { ["type"] = "invalid_request_error", ["message"] = message };
        if (code is not null) (error["code"], error["doc_url"]) = (code, Doc(code));
        if (param is not null) error["param"] = param;
        more?.Invoke(error);
        return Wrap(status, error);
    }

    public static Answer Card(StripeDecline decline, Action<JsonObject> more)
    {
        var error = Describe(decline);
        more(error);
        return Wrap(StatusCodes.Status402PaymentRequired, error);
    }

    /// <summary>An error as it stands inside an object, as its <c>last_payment_error</c>.</summary>
    public static JsonObject Describe(StripeDecline decline)
    {
        var error = new JsonObject { ["type"] = "card_error", ["code"] = decline.Code, ["decline_code"] = decline.DeclineCode, ["message"] = decline.Message, ["doc_url"] = Doc(decline.Code) };
        if (decline.Advice is not null) error["advice_code"] = decline.Advice;
        if (decline.Network is not null) error["network_decline_code"] = decline.Network;
        if (decline.Charge is not null) error["charge"] = decline.Charge;
        return error;
    }

    public static Answer Unauthorized(string message) => Wrap(StatusCodes.Status401Unauthorized, new() { ["type"] = "invalid_request_error", ["message"] = message });

    public static Answer RateLimited() =>
        Invalid("rate_limit", "Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits.", status: StatusCodes.Status429TooManyRequests) with { Headers = ShouldRetry };

    public static Answer Internal() => Wrap(StatusCodes.Status500InternalServerError, new() { ["type"] = "api_error", ["message"] = "Sorry! There was an error while talking to one of our backends." });

    public static Answer KeyInUse(string key) =>
        Wrap(StatusCodes.Status409Conflict, new()
        {
            ["type"] = "idempotency_error",
            ["code"] = "idempotency_key_in_use",
            ["message"] = $"There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): {key}. Please try again later.",
        }) with
        { Headers = ShouldRetry };

    public static Answer OtherParameters(string key) =>
        Wrap(StatusCodes.Status400BadRequest, new()
        {
            ["type"] = "idempotency_error",
            ["message"] = $"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request.",
        });

    public static Answer OtherEndpoint(string key, string now, string first) =>
        Wrap(StatusCodes.Status400BadRequest, new()
        {
            ["type"] = "idempotency_error",
            ["message"] = $"Keys for idempotent requests can only be used for the same endpoint they were first used for ('{now}' vs '{first}'). Try using a key other than '{key}' if you meant to execute a different request.",
        });

    private static Dictionary<string, string> ShouldRetry => new(StringComparer.Ordinal) { ["Stripe-Should-Retry"] = "true", ["Request-Id"] = Names.Stripe("req") };

    private static Answer Wrap(int status, JsonObject error) => new(status, new JsonObject { ["error"] = error });

    private static string Doc(string code) => $"https://stripe.com/docs/error-codes/{code.Replace('_', '-')}";
}
