using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Works on what gateways told of: finds the payment and asks the gateway what has become of it. In whatever order and however often it is told, the end is the same.</summary>
internal sealed class Inbox(Apart apart, IServiceScopeFactory scopes, TimeProvider clock, ILogger<Inbox> logger)
{
    private const int AtOnce = 100;

    /// <summary>One that waits for a gateway doesn't hold up the others.</summary>
    private const int SideBySide = 4;

    /// <returns>How many events were worked on.</returns>
    public async Task<int> WorkAsync(CancellationToken cancellation)
    {
        var due = await apart.CommitAsync((InboxRows rows) => rows.DueAsync(AtOnce, cancellation), cancellation);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellation }, async (id, stop) => await WorkOnAsync(id, stop));
        return due.Count;
    }

    private async Task WorkOnAsync(long id, CancellationToken cancellation)
    {
        if (await apart.CommitAsync((InboxRows rows) => rows.ClaimAsync(id, cancellation), cancellation) is not { } told) return;
        var outcome = await ConvergeAsync(told, cancellation);
        CrashPoint.Hit("C14");
        var now = await apart.CommitAsync((InboxRows rows) => rows.ChangeAsync(id, outcome, CancellationToken.None), CancellationToken.None);
        if (now.State is InboxState.Orphan or InboxState.Dead)
            logger.LogError("The event {Event} ({Type}) of {Gateway} is given up as {State}: {Problem}", now.EventId, now.Type, now.Gateway, now.State, now.Problem);
    }

    /// <returns>What that means for the event.</returns>
    private async Task<Action<InboxEvent>> ConvergeAsync(InboxEvent told, CancellationToken cancellation)
    {
        try
        {
            var payments = await apart.CommitAsync((InboxRows rows) => rows.PaymentsAsync(told, cancellation), cancellation);
            if (payments.Count == 0) return e => e.Miss(clock.GetUtcNow());
            if (payments.Any(payment => payment.Leased)) return e => e.Wait(clock.GetUtcNow());
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomePlatform();
            var convergence = scope.ServiceProvider.GetRequiredService<Convergence>();
            foreach (var (payment, _) in payments) await convergence.ConvergeAsync(payment, cancellation);
            return e => e.Finish();
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            logger.LogWarning(failure, "The event {Event} of {Gateway} could not be worked on; it is tried again", told.EventId, told.Gateway);
            return e => e.Fail(failure.Message, clock.GetUtcNow());
        }
    }
}

/// <summary>Works on events as soon as they are stored, and looks every second for those that are due again or were left by another host.</summary>
internal sealed class InboxWorker(Inbox inbox, ILogger<InboxWorker> logger) : BackgroundService
{
    private static readonly TimeSpan lookAgain = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim woken = new(0);

    public void Wake()
    {
        if (woken.CurrentCount == 0) woken.Release();
    }

    public override void Dispose()
    {
        base.Dispose();
        woken.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await inbox.WorkAsync(stoppingToken) > 0)
                {
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogError(failure, "The inbox of webhooks could not be worked on; looking again");
            }

            await woken.WaitAsync(lookAgain, stoppingToken);
        }
    }
}

/// <summary>Works on the gateways' events that wait, in case the worker that does so at once has ended.</summary>
internal sealed class WorkInbox(Inbox inbox) : IJob
{
    public static string Schedule => "0/30 * * * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await inbox.WorkAsync(cancellation) > 0)
        {
        }
    }
}
