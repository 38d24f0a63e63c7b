using Cln.FakeProviders.Keeping;

namespace Cln.FakeProviders.Hooks;

/// <summary>What happens by itself: webhooks go out at once and again later, pending things ripen.</summary>
internal sealed class Clockwork(Books books, Ripening ripening, Deliverer deliverer, FakeSettings settings, IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        deliverer.Load(await books.DoAsync(page => page.All<HookEvent>().ToList()));
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var news = new SemaphoreSlim(0);
        void Wake(IReadOnlyList<IKept> written)
        {
            if (written.Any(each => each is HookEvent { NextAt: not null, Attempts: 0 })) news.Release();
        }

        books.Changed += Wake;
        try
        {
            await StartedAsync(stoppingToken);
            while (settings.DeliversByItself)
            {
                await ripening.RipenAsync();
                await deliverer.DeliverDueAsync(atOnce: 8);
                await news.WaitAsync(Tick, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            books.Changed -= Wake;
        }
    }

    private async Task StartedAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stopping);
    }
}
