using System.Runtime.CompilerServices;
using Cln.Billing;
using Cln.Host.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Gateways;

/// <summary>A gateway's webhooks that say what a test wants.</summary>
internal sealed class ScriptedWebhooks : IWebhookSource
{
    public string Gateway { get; init; } = "scripted";

    /// <summary>What a delivery says.</summary>
    public Func<WebhookRequest, WebhookEvent> Read { get; init; } = _ => throw new WebhookRefused("Nothing was to be delivered.");

    /// <summary>What it tells when it is asked.</summary>
    public List<WebhookEvent> Missed { get; } = [];

    /// <summary>Since when it was asked.</summary>
    public List<DateTimeOffset> Asked { get; } = [];

    public Task<World> StartAsync() => World.StartAsync(DatabaseKind.Sqlite, services => services.AddSingleton<IWebhookSource>(this));

    public Task<WebhookEvent> ReadAsync(WebhookRequest delivery, CancellationToken cancellation) => Task.FromResult(Read(delivery));

    public async IAsyncEnumerable<WebhookEvent> MissedAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        Asked.Add(since);
        foreach (var told in Missed) yield return told;
    }
}
