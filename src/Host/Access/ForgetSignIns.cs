using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access;

/// <summary>Takes out what no longer says anything: sessions and links that have expired, tries and networks of long ago, tickets that were used.</summary>
internal sealed class ForgetSignIns(ClnDbContext db, IUnitOfWork unit, TimeProvider clock) : IJob
{
    public static string Schedule => "0 30 3 * * ?";

    public Task RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return unit.CommitAsync(
            async () =>
            {
                var (overTries, overNetworks) = (now - SignInTries.StrangersWindow, now - KnownNetwork.Lifetime);
                await db.Sessions.OfEveryReseller().Where(session => session.ExpiresAt <= now).ExecuteDeleteAsync(cancellation);
                await db.PasswordResets.OfEveryReseller().Where(reset => reset.ExpiresAt <= now).ExecuteDeleteAsync(cancellation);
                await db.SignInTries.Where(tries => tries.Since <= overTries).ExecuteDeleteAsync(cancellation);
                await db.KnownNetworks.OfEveryReseller().Where(known => known.SignedInAt <= overNetworks).ExecuteDeleteAsync(cancellation);
                await db.UsedTickets.Where(used => used.EndsAt <= now).ExecuteDeleteAsync(cancellation);
            },
            cancellation);
    }
}
