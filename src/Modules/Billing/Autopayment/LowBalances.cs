using Cln.Data;
using Cln.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Tells a reseller when its balance falls below the threshold: once for each time that it does, and not when an autopayment sees to it.</summary>
internal sealed class TellLowBalance(ClnDbContext db, AutopaymentGate gate, AutopaymentLetters letters, BillingSettings settings) : IHandle<BalanceChanged>
{
    public async Task HandleAsync(BalanceChanged happened, CancellationToken cancellation)
    {
        if (happened.Amount >= settings.AutopaymentThreshold || await WasLowAsync(happened, cancellation)) return;
        var plan = await gate.PlanAsync(happened.ResellerId, happened.Amount, cancellation);
        if (plan.Outcome is AutopaymentOutcome.Charge or AutopaymentOutcome.UnderWay) return;
        await letters.LowAsync(happened.ResellerId, happened.Version, happened.Amount, settings.AutopaymentThreshold, cancellation);
    }

    /// <summary>The entry before this one left the balance low already; before the first there was nothing to fall from.</summary>
    private async Task<bool> WasLowAsync(BalanceChanged happened, CancellationToken cancellation)
    {
        var before = happened.Version - 1;
        var left = await db.LedgerEntries
            .Where(e => e.ResellerId == happened.ResellerId && e.Account.Kind == Chart.Deposit && e.Account.Currency == happened.Currency && e.Seq == before)
            .Select(e => (long?)e.BalanceAfter).FirstOrDefaultAsync(cancellation);
        return left is not { } after || new Money(-after) < settings.AutopaymentThreshold;
    }
}

/// <summary>Tells resellers of cards that expire, thirty days before and seven days before.</summary>
internal sealed class TellExpiringCards(ClnDbContext db, Apart apart, Pieces pieces, TimeProvider clock, ILogger<TellExpiringCards> logger) : IJob
{
    private const int AtOnce = 500;

    private static readonly int[] marks = [7, 30];

    public static string Schedule => "0 10 7 * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var today = clock.Today();
        var soon = today.AddDays(marks[^1]);
        long last = 0;
        while (true)
        {
            var ids = await db.PaymentMethods.Where(m => m.Id > last && m.Standing != MethodStanding.Removed && m.ExpiresOn != null && m.ExpiresOn >= today && m.ExpiresOn <= soon)
                .OrderBy(m => m.Id).Select(m => m.Id).Take(AtOnce).ToListAsync(cancellation);
            if (ids.Count == 0) return;
            foreach (var id in ids)
            {
                await pieces.TryAsync(
                    () => apart.CommitAsync((ExpiringCards cards) => cards.TellAsync(id, today, cancellation), cancellation),
                    failure => logger.LogError(failure, "Nobody could be told that payment method {Method} expires; it is tried again", id),
                    cancellation);
            }

            last = ids[^1];
        }
    }

    internal static int MarkOf(int daysLeft) => marks.First(mark => daysLeft <= mark);
}

/// <summary>One card that expires.</summary>
internal sealed class ExpiringCards(ClnDbContext db, AutopaymentLetters letters)
{
    public async Task TellAsync(long methodId, DateOnly today, CancellationToken cancellation)
    {
        var method = await db.PaymentMethods.AsNoTracking().SingleAsync(m => m.Id == methodId, cancellation);
        if (method.Standing == MethodStanding.Removed || method.ExpiresOn is not { } last) return;
        await letters.ExpiringAsync(method, today, TellExpiringCards.MarkOf(last.DayNumber - today.DayNumber), cancellation);
    }
}
