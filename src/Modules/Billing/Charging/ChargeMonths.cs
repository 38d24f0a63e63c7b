using Cln.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Cln.Billing;

/// <summary>Begins the month for every reseller whose books are behind. Each is a unit of its own: it may be stopped anywhere, and goes on from there.</summary>
internal sealed class ChargeMonths(ClnDbContext db, Apart apart, Pieces pieces, TimeProvider clock, ILogger<ChargeMonths> logger) : IJob
{
    private const int AtOnce = 500;

    public static string Schedule => "0 0/5 * * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var month = clock.ThisMonth();
        long last = 0;
        while (true)
        {
            var behind = await db.Books.OfEveryReseller().Where(b => b.ChargedThrough < month && b.ResellerId > last)
                .OrderBy(b => b.ResellerId).Select(b => b.ResellerId).Take(AtOnce).ToListAsync(cancellation);
            if (behind.Count == 0) return;
            foreach (var resellerId in behind)
            {
                await BeginAsync(resellerId, cancellation);
                CrashPoint.Hit("C17");
            }

            last = behind[^1];
        }
    }

    private Task BeginAsync(long resellerId, CancellationToken cancellation) => pieces.TryAsync(
        () => apart.CommitAsync((MonthBegins months) => months.CatchUpAsync(resellerId, cancellation), cancellation),
        failure => logger.LogError(failure, "The month could not be begun for reseller {Reseller}; it is tried again", resellerId),
        cancellation);
}
