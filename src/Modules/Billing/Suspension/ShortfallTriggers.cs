using Cln.Data;
using Cln.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>After each posting: is money missing, or has it come?</summary>
internal sealed class LookAfterPosting(Shortfalls shortfalls) : IHandleLatest<BalanceChanged>
{
    public Task HandleAsync(BalanceChanged happened, CancellationToken cancellation) => shortfalls.LookAsync(happened.ResellerId, cancellation);
}

/// <summary>After an autopayment was given up: nothing will bring the money any more.</summary>
internal sealed class LookAfterSwitchingOff(Shortfalls shortfalls) : IHandle<AutopaymentSwitchedOff>
{
    public Task HandleAsync(AutopaymentSwitchedOff happened, CancellationToken cancellation) => shortfalls.LookAsync(happened.ResellerId, cancellation);
}

/// <summary>Looks at everybody whose money is missing or was: a notice is due, the grace is over.</summary>
internal sealed class LookAtShortfalls(ClnDbContext db, Apart apart, Pieces pieces, ILogger<LookAtShortfalls> logger) : IJob
{
    private const int AtOnce = 500;

    public static string Schedule => "15 0/15 * * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        long last = 0;
        for (var found = await ShortAsync(last, cancellation); found.Count > 0; found = await ShortAsync(last, cancellation))
        {
            foreach (var resellerId in found) await LookAsync(resellerId, cancellation);
            last = found[^1];
        }
    }

    private async Task<List<long>> ShortAsync(long after, CancellationToken cancellation)
    {
        var (accounts, shortfalls) = (db.Accounts, db.Shortfalls);
        return await db.Resellers.Where(r => r.Id > after)
            .Where(r => accounts.Any(a => a.ResellerId == r.Id && a.Kind == Chart.Deposit && a.Balance > 0) || shortfalls.Any(s => s.ResellerId == r.Id && s.EndedAt == null))
            .OrderBy(r => r.Id).Select(r => r.Id).Take(AtOnce).ToListAsync(cancellation);
    }

    private Task LookAsync(long resellerId, CancellationToken cancellation) => pieces.TryAsync(
        () => apart.CommitAsync((Shortfalls shortfalls) => shortfalls.LookAsync(resellerId, cancellation), cancellation),
        failure => logger.LogError(failure, "What reseller {Reseller} is short of could not be looked at; it is tried again", resellerId),
        cancellation);
}
