using System.Text.Json;
using System.Text.Json.Nodes;
using Cln.FakeProviders.Faults;
using Cln.FakeProviders.Hooks;
using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.PayPal;

/// <summary>What every request to PayPal goes through: who asks, has it been asked before, do it, remember it.</summary>
internal sealed class PayPalEndpoint(Books books, FakeClock clock, FakeSettings settings, Deliverer deliverer)
{
    /// <param name="http">The request.</param>
    /// <param name="operation">Does it.</param>
    public async Task HandleAsync(HttpContext http, PayPalOperation operation)
    {
        http.Response.Headers["Paypal-Debug-Id"] = Names.DebugId();
        var answer = await AnswerAsync(http, operation);
        await answer.WriteAsync(http);
    }

    public string PublicUrl(HttpContext http) => settings.PublicUrl ?? $"{http.Request.Scheme}://{http.Request.Host}";

    private async Task<Answer> AnswerAsync(HttpContext http, PayPalOperation operation)
    {
        try
        {
            var body = await BodyAsync(http.Request);
            var call = new PayPalCall(null!, body, http.Request.RouteValues["id"] as string ?? "", clock.GetUtcNow(), PublicUrl(http))
            {
                Fault = FaultGate.Of(http),
                RequestId = http.Request.Headers["PayPal-Request-Id"].ToString() is { Length: > 0 } requestId ? requestId : null,
                Mock = Mock(http.Request),
                WantsAll = http.Request.Headers["Prefer"].ToString().Contains("return=representation", StringComparison.Ordinal),
                Query = http.Request.Query,
                Lag = settings.ReportingLag,
            };
            if (call.RequestId is { Length: > 108 }) throw PayPalProblem.Invalid("INVALID_STRING_MAX_LENGTH", "The value of a field is too long.", "PayPal-Request-Id");
            var (answer, events) = await books.DoAsync(page => Execute(http, call with { Page = page }, operation));
            await deliverer.BeforeAnswerAsync(events);
            return answer;
        }
        catch (PayPalProblem problem)
        {
            return problem.Answer;
        }
        catch (JsonException)
        {
            return PayPalProblem.Invalid("MALFORMED_REQUEST_JSON", "The request JSON is not well formed.").Answer;
        }
    }

    private static (Answer Answer, IReadOnlyList<string> Events) Execute(HttpContext http, PayPalCall call, PayPalOperation operation)
    {
        Ripening.Ripen(call.Page, call.Now, call.PublicUrl);
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal) || call.Page.Find<PayPalToken>(header["Bearer ".Length..]) is not { } token || token.Expires <= call.Now) return (PayPalErrors.InvalidToken(), []);
        var key = call.RequestId is null || operation.Remembered == TimeSpan.Zero ? null : $"{http.Request.Path} {call.RequestId}";
        // The same id again answers what was made then, as it is now; another body isn't noticed.
        if (call.Page.Find<PayPalMemory>(key) is { } memory && memory.Until > call.Now && call.Fault?.Kind != "forget-key") return (operation.Show!(call with { Id = memory.Made, WantsAll = true }), []);
        if (call.Mock is { } mock) throw Mocked(mock);

        var answer = operation.Execute(call);
        if (key is not null && answer.Status is >= 200 and < 300) call.Page.Put(new PayPalMemory(key, JsonNode.Parse(answer.Body!)!["id"]!.GetValue<string>(), call.Now + operation.Remembered));
        return (answer, call.Events);
    }

    private static async Task<JsonObject?> BodyAsync(HttpRequest request)
    {
        if (request.ContentLength is null or 0 && !request.Headers.TransferEncoding.Contains("chunked")) return null;
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is not true)
            throw new PayPalProblem("UNSUPPORTED_MEDIA_TYPE", "The server does not support the request payload's media type.", "UNSUPPORTED_MEDIA_TYPE", StatusCodes.Status415UnsupportedMediaType);
        return await JsonNode.ParseAsync(request.Body) as JsonObject;
    }

    private static string? Mock(HttpRequest request) =>
        request.Headers["PayPal-Mock-Response"].ToString() is { Length: > 0 } mock ? JsonNode.Parse(mock)?["mock_application_codes"]?.GetValue<string>() : null;

    private static PayPalProblem Mocked(string code) => code switch
    {
        "INTERNAL_SERVER_ERROR" or "INTERNAL_SERVICE_ERROR" => new(code, "An internal service error occurred.", "INTERNAL_SERVER_ERROR", StatusCodes.Status500InternalServerError),
        "RESOURCE_NOT_FOUND" or "INVALID_RESOURCE_ID" => PayPalProblem.NotFound(),
        "MISSING_REQUIRED_PARAMETER" or "INVALID_PARAMETER_SYNTAX" => PayPalProblem.Invalid(code, "A parameter is missing or wrong."),
        _ => new(code, $"Negative testing: {code}."),
    };
}

/// <summary>Something that PayPal can be asked to do.</summary>
/// <param name="Execute">Does it.</param>
/// <param name="Remembered">For how long a PayPal-Request-Id is remembered.</param>
/// <param name="Show">Answers what the first request of an id has made.</param>
internal sealed record PayPalOperation(Func<PayPalCall, Answer> Execute, TimeSpan Remembered = default, Func<PayPalCall, Answer>? Show = null);
