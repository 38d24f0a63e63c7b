using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Looks after refunds that somebody began and didn't finish: because the gateway was silent, a bank takes time, or a host died.</summary>
internal sealed class RefundJanitor(ClnDbContext db, Refunding refunding, Pieces pieces, TimeProvider clock, ILogger<RefundJanitor> logger) : IJob
{
    private const int AtOnce = 200;

    public static string Schedule => "5/10 * * * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var due = await db.Refunds.OfEveryReseller()
            .Where(refund => refund.NextCheckAt <= now && (refund.LeasedUntil == null || refund.LeasedUntil <= now))
            .OrderBy(refund => refund.NextCheckAt).Select(refund => refund.Id).Take(AtOnce).ToListAsync(cancellation);
        foreach (var id in due)
            await pieces.TryAsync(() => refunding.SendAsync(id, cancellation), failure => logger.LogError(failure, "Refund {Refund} could not be looked at; it is tried again", id), cancellation);
    }
}
