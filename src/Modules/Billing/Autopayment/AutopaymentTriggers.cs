using Cln.Data;
using Cln.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>After each posting: does the new balance ask for an autopayment?</summary>
internal sealed class StageAutopayment(AutopaymentGate gate) : IHandleLatest<BalanceChanged>
{
    public Task HandleAsync(BalanceChanged happened, CancellationToken cancellation) => gate.StageAsync(happened.ResellerId, cancellation);
}

/// <summary>After an autopayment that came to nothing: is there another method to charge?</summary>
internal sealed class StageNextMethod(ClnDbContext db, AutopaymentGate gate) : IHandle<PaymentChanged>
{
    public async Task HandleAsync(PaymentChanged happened, CancellationToken cancellation)
    {
        var failed = await db.Payments.AnyAsync(
            p => p.Id == happened.PaymentId && p.Purpose == PaymentPurpose.Autopayment && (p.State == PaymentState.Declined || p.State == PaymentState.Expired), cancellation);
        if (failed) await gate.StageAsync(happened.ResellerId, cancellation);
    }
}

/// <summary>Looks at all low balances from time to time: a card was added, a rest is over, a choice was changed.</summary>
internal sealed class ScanForAutopayments(ClnDbContext db, Apart apart, Pieces pieces, BillingSettings settings, ILogger<ScanForAutopayments> logger) : IJob
{
    private const int AtOnce = 500;

    public static string Schedule => "30 0/5 * * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        long last = 0;
        for (var low = await LowAsync(last, cancellation); low.Count > 0; low = await LowAsync(last, cancellation))
        {
            foreach (var resellerId in low) await StageAsync(resellerId, cancellation);
            last = low[^1];
        }
    }

    private async Task<List<long>> LowAsync(long after, CancellationToken cancellation)
    {
        var methods = db.PaymentMethods;
        var threshold = -settings.AutopaymentThreshold.Cents;
        return await db.Accounts
            .Where(a => a.Kind == Chart.Deposit && a.Balance > threshold && a.ResellerId > after)
            .Where(a => methods.Any(m => m.ResellerId == a.ResellerId && m.Standing == MethodStanding.Current))
            .OrderBy(a => a.ResellerId).Select(a => a.ResellerId).Take(AtOnce).ToListAsync(cancellation);
    }

    private Task StageAsync(long resellerId, CancellationToken cancellation) => pieces.TryAsync(
        () => apart.CommitAsync((AutopaymentGate gate) => gate.StageAsync(resellerId, cancellation), cancellation),
        failure => logger.LogError(failure, "The balance of reseller {Reseller} could not be looked at; it is tried again", resellerId),
        cancellation);
}
