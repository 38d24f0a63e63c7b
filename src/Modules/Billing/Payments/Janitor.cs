using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Looks after payments that somebody began and didn't finish: because the gateway was silent, the payer takes time, or a host died.</summary>
internal sealed class Janitor(ClnDbContext db, Convergence convergence, AutopaymentGate gate, Pieces pieces, TimeProvider clock, ILogger<Janitor> logger) : IJob
{
    /// <summary>How long a payment may stay unsent before the janitor takes it that its sender is gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int AtOnce = 200;

    public static string Schedule => "0/10 * * * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var due = await db.Payments.OfEveryReseller().AsNoTracking()
            .Where(payment => payment.NextCheckAt <= now && (payment.LeasedUntil == null || payment.LeasedUntil <= now))
            .OrderBy(payment => payment.NextCheckAt).Take(AtOnce).ToListAsync(cancellation);
        foreach (var payment in due)
        {
            await pieces.TryAsync(
                () => LookAsync(payment, cancellation), failure => logger.LogError(failure, "Payment {Payment} could not be looked at; it is tried again", payment.Id), cancellation);
        }
    }

    private async Task LookAsync(Payment payment, CancellationToken cancellation)
    {
        if (payment.State == PaymentState.Created && !await IsStillWantedAsync(payment, cancellation))
            await convergence.AbandonAsync(payment.Id, cancellation);
        else
            await convergence.ConvergeAsync(payment.Id, cancellation);
    }

    /// <summary>Nobody waits any more for what a person asked for and what was never sent; what a balance asked for it may still need.</summary>
    private async Task<bool> IsStillWantedAsync(Payment payment, CancellationToken cancellation) =>
        payment.Purpose == PaymentPurpose.Autopayment && await gate.IsDueAsync(payment.ResellerId, cancellation);
}
