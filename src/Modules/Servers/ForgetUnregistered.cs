using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Servers;

/// <summary>Forgets servers that were unregistered half a year ago: by then nobody waits for the reason any more.</summary>
internal sealed class ForgetUnregistered(ClnDbContext db, IUnitOfWork work, TimeProvider clock) : IJob
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    public static string Schedule => "0 20 3 * * ?";

    public Task RunAsync(CancellationToken cancellation)
    {
        var before = clock.GetUtcNow() - Kept;
        return work.CommitAsync(() => db.Servers.WithUnregistered().Where(server => server.UnregisteredAt < before).ExecuteDeleteAsync(cancellation), cancellation);
    }
}
