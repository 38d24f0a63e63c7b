using Cln.FakeProviders.Faults;
using Cln.FakeProviders.Hooks;
using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.Stripe;

/// <summary>What every request to Stripe goes through: who asks, has it been asked before, do it, remember it.</summary>
internal sealed class StripeEndpoint(Books books, FakeClock clock, FakeSettings settings, Deliverer deliverer)
{
    public const string Version = "2026-10-28.endive";

    /// <summary>For how long Stripe remembers a key.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    /// <param name="http">The request.</param>
    /// <param name="id">The object in its path.</param>
    /// <param name="known">The names of the parameters that the endpoint takes.</param>
    /// <param name="execute">Does it.</param>
    public async Task HandleAsync(HttpContext http, string id, string[] known, Func<StripeCall, Answer> execute)
    {
        var form = await StripeForm.ReadAsync(http.Request);
        var key = HttpMethods.IsPost(http.Request.Method) && http.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } given ? given : null;
        var request = Names.Stripe("req");
        var answer = Unauthorized(http, form) ?? await ExecuteAsync(http, new(null!, form, id, clock.GetUtcNow(), PublicUrl(http)) { Fault = FaultGate.Of(http), RequestId = request, Key = key }, known, execute);
        var headers = http.Response.Headers;
        headers["Request-Id"] = request;
        headers["Stripe-Version"] = http.Request.Headers["Stripe-Version"].ToString() is { Length: > 0 } version ? version : Version;
        if (key is not null) headers["Idempotency-Key"] = key;
        headers["Stripe-Should-Retry"] = answer.Status is 409 or 429 ? "true" : "false";
        await answer.WriteAsync(http);
    }

    public string PublicUrl(HttpContext http) => settings.PublicUrl ?? $"{http.Request.Scheme}://{http.Request.Host}";

    private Answer? Unauthorized(HttpContext http, StripeForm form)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var key = header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : form.Text("key") ?? "";
        if (settings.StripeKey is { } only && key == only) return null;
        if (settings.StripeKey is null && (key.StartsWith("sk_test_", StringComparison.Ordinal) || key.StartsWith("rk_test_", StringComparison.Ordinal))) return null;
        // A browser has the publishable key and the secret of the one object that it may see.
        if (key.StartsWith("pk_test_", StringComparison.Ordinal) && form.Text("client_secret") is { } secret && secret.StartsWith(http.Request.Path.Value!.Split('/')[3] + "_secret_", StringComparison.Ordinal)) return null;
        return StripeErrors.Unauthorized(key.Length == 0 ? "You did not provide an API key." : $"Invalid API Key provided: {key[..Math.Min(8, key.Length)]}***");
    }

    private async Task<Answer> ExecuteAsync(HttpContext http, StripeCall call, string[] known, Func<StripeCall, Answer> execute)
    {
        try
        {
            var (answer, events) = await books.DoAsync(page => Execute(http, call with { Page = page }, known, execute));
            await deliverer.BeforeAnswerAsync(events);
            return answer;
        }
        catch (StripeProblem problem)
        {
            return problem.Answer;
        }
    }

    private static (Answer Answer, IReadOnlyList<string> Events) Execute(HttpContext http, StripeCall call, string[] known, Func<StripeCall, Answer> execute)
    {
        Ripening.Ripen(call.Page, call.Now, call.PublicUrl);
        var endpoint = http.Request.Path.Value!;
        if (Remember(call, endpoint) is { } before) return (before, []);
        if (call.Form.Names.Except([.. known, "expand", "key", "client_secret"], StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new StripeProblem("parameter_unknown", $"Received unknown parameter: {unknown}", unknown);

        var answer = Expansion.Apply(call.Page, execute(call), call.Form.List("expand"));
        if (call.Key is not null)
        {
            // A 500 that comes after the effect is what a replay gets, too.
            var told = call.Fault?.Kind == "after-500" ? StripeErrors.Internal() : answer;
            call.Page.Put(new StripeMemory(call.Key, endpoint, call.Form.Fingerprint, told.Status, told.Body!, call.RequestId!, call.Now));
        }

        return (answer, call.Events);
    }

    private static Answer? Remember(StripeCall call, string endpoint)
    {
        if (call.Page.Find<StripeMemory>(call.Key) is not { } memory || call.Now - memory.Created > Remembered || call.Fault?.Kind == "forget-key") return null;
        if (memory.Endpoint != endpoint) return StripeErrors.OtherEndpoint(call.Key!, endpoint, memory.Endpoint);
        if (memory.Parameters != call.Form.Fingerprint) return StripeErrors.OtherParameters(call.Key!);
        return new(memory.Status, memory.Body) { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Idempotent-Replayed"] = "true", ["Original-Request"] = memory.Request } };
    }
}
