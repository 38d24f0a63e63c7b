using System.Threading.Channels;
using Cln.Data;
using Cln.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Sends staged autopayments to their gateways.</summary>
internal sealed class StagedAutopayments(ClnDbContext db, Convergence convergence)
{
    private const int AtOnce = 100;

    /// <returns>How many were sent.</returns>
    public async Task<int> SendAsync(CancellationToken cancellation)
    {
        var staged = await db.Payments.OfEveryReseller().Where(payment => payment.Purpose == PaymentPurpose.Autopayment && payment.State == PaymentState.Created)
            .OrderBy(payment => payment.Id).Select(payment => payment.Id).Take(AtOnce).ToListAsync(cancellation);
        foreach (var id in staged) await convergence.ConvergeAsync(id, cancellation);
        return staged.Count;
    }
}

/// <summary>Sends autopayments as soon as they are staged. One that is missed, because its host died, the janitor sends a minute later.</summary>
internal sealed class AutopaymentSender(IServiceScopeFactory scopes, ILogger<AutopaymentSender> logger) : BackgroundService
{
    private readonly Channel<bool> woken = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => woken.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in woken.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Caller>().BecomePlatform();
                await scope.ServiceProvider.GetRequiredService<StagedAutopayments>().SendAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogError(failure, "Staged autopayments could not be sent; the janitor sends them");
            }
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
