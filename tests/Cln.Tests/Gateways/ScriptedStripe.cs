using System.Collections.Concurrent;
using Cln.Billing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cln.Tests.Gateways;

/// <summary>A server that answers Stripe's client as a test says, for answers that no honest server gives. Each request is noted with its key.</summary>
internal sealed class ScriptedStripe : IAsyncDisposable
{
    private readonly WebApplication app;

    private ScriptedStripe(WebApplication app) => this.app = app;

    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Status, body and headers for a request such as "POST /v1/payment_intents" with a key.</summary>
    public Func<string, string?, (int Status, string Body, (string, string)[] Headers)> Answer { get; set; } = (_, _) => (500, "{}", []);

    public StripeCalls Calls => new(new("sk_test_1", "pk_test_1", [], new(app.Urls.First()), new("https://js.stripe.com/v3/")));

    public static async Task<ScriptedStripe> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--Urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var scripted = new ScriptedStripe(builder.Build());
        scripted.app.Run(async http =>
        {
            var request = $"{http.Request.Method} {http.Request.Path}";
            var key = http.Request.Headers["Idempotency-Key"].FirstOrDefault();
            scripted.Asked.Enqueue(key is null ? request : $"{request} {key}");
            var (status, body, headers) = scripted.Answer(request, key);
            http.Response.StatusCode = status;
            foreach (var (name, value) in headers) http.Response.Headers[name] = value;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(body);
        });
        await scripted.app.StartAsync();
        return scripted;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
