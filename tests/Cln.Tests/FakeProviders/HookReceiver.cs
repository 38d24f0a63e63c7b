using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cln.Tests.FakeProviders;

/// <summary>Somebody whom webhooks are sent to.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private HookReceiver(WebApplication app) => this.app = app;

    /// <summary>What is answered next, to each.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    public ConcurrentQueue<(byte[] Body, IHeaderDictionary Headers)> Received { get; } = [];

    public Uri Address => new(app.Urls.First());

    public static async Task<HookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--Urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var receiver = new HookReceiver(builder.Build());
        receiver.app.MapPost("/{**path}", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            receiver.Received.Enqueue((body.ToArray(), new HeaderDictionary(http.Request.Headers.ToDictionary())));
            return Results.StatusCode(receiver.Status);
        });
        await receiver.app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
