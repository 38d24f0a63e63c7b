using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Cln.Tests.Gateways;

/// <summary>Answers in PayPal's place what a test says, in order; the last answer stays. Every call is written down.</summary>
internal sealed class ScriptedPayPal : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<HttpResponseMessage>>> answers = new(StringComparer.Ordinal);

    public ConcurrentQueue<Call> Calls { get; } = new();

    public IEnumerable<Call> CallsOf(string call) => Calls.Where(made => made.Name == call);

    /// <param name="call">Such as "POST /v2/checkout/orders".</param>
    /// <param name="script">What is answered, one after the other.</param>
    public void On(string call, params Func<HttpResponseMessage>[] script) => answers[call] = new(script);

    public static Func<HttpResponseMessage> Json(int status, string body, params (string Name, string Value)[] headers) => () =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    };

    public static Func<HttpResponseMessage> Bytes(byte[] body, int status = 200) => () => new((HttpStatusCode)status) { Content = new ByteArrayContent(body) };

    public static Func<HttpResponseMessage> Fails(Exception failure) => () => throw failure;

    /// <summary>An error as PayPal words it.</summary>
    public static Func<HttpResponseMessage> Error(int status, string name, string issue) => Json(
        status,
        $$"""{"name":"{{name}}","details":[{"issue":"{{issue}}","description":"Said so."}],"message":"No.","debug_id":"d1","links":[{"href":"https://www.sandbox.paypal.com/again","rel":"redirect","method":"GET"}]}""");

    /// <summary>An order as PayPal shows it, with a capture where one is given.</summary>
    public static string Order(string id, string status, string key, string reference = "approved", string? capture = null, string amount = "20.00", string refunds = "") =>
        $$$"""
        {"id":"{{{id}}}","status":"{{{status}}}","purchase_units":[{"reference_id":"{{{reference}}}","custom_id":"{{{key}}}","amount":{"currency_code":"USD","value":"{{{amount}}}"}
          {{{(capture is null ? "" : $$""","payments":{"captures":[{"id":"CAP-{{id}}","status":"{{capture}}","amount":{"currency_code":"USD","value":"{{amount}}"},"custom_id":"{{key}}"}],"refunds":[{{refunds}}]}""")}}}}],
         "links":[{"href":"https://www.sandbox.paypal.com/checkoutnow?token={{{id}}}","rel":"payer-action","method":"GET"}]}
        """;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var name = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Calls.Enqueue(new(name, request.RequestUri.Query, request.Headers.TryGetValues("PayPal-Request-Id", out var ids) ? ids.Single() : null, request.Headers.Authorization?.ToString(), body));
        if (!answers.TryGetValue(name, out var script))
            return name switch
            {
                "POST /v1/oauth2/token" => Json(200, """{"access_token":"A21AA-1","token_type":"Bearer","expires_in":31668}""")(),
                "GET /v1/customer/disputes" => Json(200, """{"items":[]}""")(),
                _ => throw new InvalidOperationException($"Nobody said what PayPal answers to {name}."),
            };
        var answer = script.Count > 1 && script.TryDequeue(out var next) ? next() : script.TryPeek(out var last) ? last() : throw new InvalidOperationException("An empty script.");
        answer.RequestMessage = request;
        return answer;
    }

    internal sealed record Call(string Name, string Query, string? Key, string? Authorization, string Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }
}
