using System.Collections.Concurrent;
using Cln.Data;
using Cln.Host.Events;

namespace Cln.Host.Webhooks;

/// <summary>
/// Sends what is due. A delivery is claimed by a guarded update before it is sent, so that of several hosts one sends it; a host that dies while it sends leaves a claim that
/// lapses, and it is sent again with the same id. Endpoints that work and those that fail have places of their own here, so that no dead one keeps a living one waiting.
/// </summary>
internal sealed class WebhookSender(IServiceScopeFactory scopes, WebhookQueue queue, WebhookPayloads payloads, WebhookCall call, EventPulse pulse, ILogger<WebhookSender> logger) : BackgroundService
{
    /// <summary>How many endpoints at once, and how many deliveries to one of them.</summary>
    private const int Working = 32;
    private const int Failing = 16;
    private const int ToOne = 4;

    /// <summary>How many before it is another endpoint's turn.</summary>
    private const int InATurn = 40;

    private static readonly TimeSpan lookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan gather = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<long, bool> underWay = new();
    private readonly SemaphoreSlim working = new(Working);
    private readonly SemaphoreSlim failing = new(Failing);

    /// <summary>Queues what has happened, and sends all that is due now.</summary>
    /// <returns>How many events were queued and deliveries tried.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancellation)
    {
        var done = await queue.QueueAsync(cancellation);
        for (var due = await DueAsync(cancellation); due.Count > 0; due = await DueAsync(cancellation))
        {
            var tried = await Task.WhenAll(due.Select(hook => TurnAsync(hook, cancellation)));
            if (tried.Sum() == 0) break;
            done += tried.Sum();
        }

        return done;
    }

    public override void Dispose()
    {
        base.Dispose();
        working.Dispose();
        failing.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true) await RoundAsync(stoppingToken);
        }
        finally
        {
            // What has been claimed is brought to its end.
            while (!underWay.IsEmpty) await Task.Delay(gather, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task RoundAsync(CancellationToken cancellation)
    {
        var beat = pulse.NextOfAny();
        try
        {
            await queue.QueueAsync(cancellation);
            foreach (var hook in await DueAsync(cancellation)) _ = BesideAsync(hook, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(failure, "Looking for due webhooks failed; looking again");
        }

        await Task.WhenAny(beat, Task.Delay(lookAgain, TimeProvider.System, cancellation));
        await Task.Delay(gather, TimeProvider.System, cancellation);
    }

    /// <summary>An endpoint's turn beside the others, unless it has one already.</summary>
    private async Task BesideAsync(DueWebhook hook, CancellationToken cancellation)
    {
        if (!underWay.TryAdd(hook.Id, true)) return;
        try
        {
            await TurnAsync(hook, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            logger.LogError(failure, "The deliveries of webhook {Webhook} could not be worked on; they are tried again", hook.Id);
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
        finally
        {
            underWay.TryRemove(hook.Id, out _);
        }
    }

    /// <summary>Some of what is due to an endpoint, until it fails: then the rest waits for another turn, among those that fail.</summary>
    /// <returns>How many were tried.</returns>
    private async Task<int> TurnAsync(DueWebhook hook, CancellationToken cancellation)
    {
        var places = hook.IsFailing ? failing : working;
        await places.WaitAsync(cancellation);
        try
        {
            var due = await ReadAsync(rows => rows.DueAsync(hook.Id, hook.IsFailing ? 1 : InATurn, cancellation));
            var tried = 0;
            var failed = false;
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = ToOne, CancellationToken = cancellation }, async (id, stop) =>
            {
                if (Volatile.Read(ref failed) || await TryAsync(id, stop) is not { } went) return;
                Interlocked.Increment(ref tried);
                if (!went) Volatile.Write(ref failed, true);
            });
            return tried;
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Once it is claimed it goes to its end, also while the host stops: that takes no longer than an endpoint may.</summary>
    /// <returns>Whether it went well; null when somebody else has it.</returns>
    private async Task<bool?> TryAsync(long id, CancellationToken cancellation)
    {
        if (await InUnitAsync(rows => rows.ClaimAsync(id, cancellation), cancellation) is not { } claimed) return null;
        var payload = await payloads.OfAsync(claimed.Hook, claimed.Delivery, claimed.Happened, claimed.Rights, CancellationToken.None);
        if (payload is { Body: null, Problem: null })
        {
            await InUnitAsync(rows => rows.DropAsync(claimed, CancellationToken.None), CancellationToken.None);
            return true;
        }

        var answer = payload.Body is { } body ? await call.SendAsync(claimed.Hook, claimed.Delivery.MessageId, body, CancellationToken.None) : WebhookAnswer.Of(payload.Problem!);
        CrashPoint.Hit("C30");
        var stop = answer.IsGone ? WebhookStop.Gone : payload.Stop;
        await InUnitAsync(rows => rows.NoteAsync(claimed, answer, payload.IsFinal || answer.IsGone, stop, CancellationToken.None), CancellationToken.None);
        return answer.IsTaken;
    }

    private Task<IReadOnlyList<DueWebhook>> DueAsync(CancellationToken cancellation) => ReadAsync(rows => rows.DueAsync(cancellation));

    private async Task<T> ReadAsync<T>(Func<WebhookRows, Task<T>> look)
    {
        await using var scope = scopes.CreatePlatformScope();
        return await look(scope.ServiceProvider.GetRequiredService<WebhookRows>());
    }

    private async Task<T> InUnitAsync<T>(Func<WebhookRows, Task<T>> work, CancellationToken cancellation)
    {
        await using var scope = scopes.CreatePlatformScope();
        var rows = scope.ServiceProvider.GetRequiredService<WebhookRows>();
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(() => work(rows), cancellation);
    }
}
