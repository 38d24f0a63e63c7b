using Cln.Data;
using Cln.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Sends staged autopayments to their gateways.</summary>
internal sealed class StagedAutopayments(ClnDbContext db, AutopaymentGate gate, Convergence convergence)
{
    private const int AtOnce = 100;

    /// <summary>Sends those that nobody has tried to send and the balance still asks for, and calls the others off. What the gateway didn't let in is the janitor's.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> SendAsync(CancellationToken cancellation)
    {
        var staged = await db.Payments.OfEveryReseller().Where(payment => payment.Purpose == PaymentPurpose.Autopayment && payment.State == PaymentState.Created && payment.Checks == 0)
            .OrderBy(payment => payment.Id).Select(payment => new { payment.Id, payment.ResellerId }).Take(AtOnce).ToListAsync(cancellation);
        foreach (var payment in staged)
        {
            if (await gate.IsDueAsync(payment.ResellerId, cancellation)) await convergence.ConvergeAsync(payment.Id, cancellation);
            else await convergence.AbandonAsync(payment.Id, cancellation);
        }

        return staged.Count;
    }
}

/// <summary>Sends autopayments as soon as they are staged, and looks for those that another host staged and left.</summary>
internal sealed class AutopaymentSender(IServiceScopeFactory scopes, ILogger<AutopaymentSender> logger) : BackgroundService
{
    private static readonly TimeSpan lookAgain = TimeSpan.FromSeconds(5);

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
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Caller>().BecomePlatform();
                await scope.ServiceProvider.GetRequiredService<StagedAutopayments>().SendAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogError(failure, "Staged autopayments could not be sent; looking again");
            }

            await woken.WaitAsync(lookAgain, stoppingToken);
        }
    }
}

/// <summary>An autopayment was staged and committed: time to send it.</summary>
internal sealed class WakeSender(AutopaymentSender sender) : IHandle<PaymentChanged>
{
    public Task HandleAsync(PaymentChanged happened, CancellationToken cancellation)
    {
        sender.Wake();
        return Task.CompletedTask;
    }
}
