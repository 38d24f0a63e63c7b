using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cln.Tests.Webhooks;

/// <summary>An endpoint of a reseller's, over real HTTP.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SemaphoreSlim news = new(0);

    private WebhookReceiver(WebApplication app) => this.app = app;

    /// <summary>What is answered next, to each; by default 200.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public ConcurrentQueue<Received> All { get; } = [];

    public IEnumerable<string> Types => All.Select(received => received.Json.GetProperty("type").GetString()!);

    public string Url => app.Urls.First();

    public static async Task<WebhookReceiver> StartAsync(string address = "127.0.0.1", int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder([$"--Urls=http://{address}:{port}"]);
        builder.Logging.ClearProviders();
        var receiver = new WebhookReceiver(builder.Build());
        receiver.app.Run(receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    public void Status(int status) => Answer = context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($"no: {status}");
    };

    /// <summary>Waits until there are so many.</summary>
    public async Task AtLeastAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (All.Count < count) await news.WaitAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        news.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        All.Enqueue(new(context.Request.Method, context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal), body.ToArray()));
        news.Release();
        await Answer(context);
    }
}

/// <summary>A request as it came.</summary>
internal sealed record Received(string Method, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Json { get; } = JsonDocument.Parse(Body).RootElement;

    public string Id => Headers["webhook-id"];
}
