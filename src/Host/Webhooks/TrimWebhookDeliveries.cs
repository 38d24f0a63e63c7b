using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Webhooks;

/// <summary>Forgets old deliveries with their tries, some at a time, whatever has become of them.</summary>
internal sealed class TrimWebhookDeliveries(ClnDbContext db, IUnitOfWork unit, TimeProvider clock) : IJob
{
    public const int Days = 30;
    private const int AtOnce = 2_000;

    public static string Schedule => "0 30 4 * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var before = clock.GetUtcNow().AddDays(-Days);
        var old = db.WebhookDeliveries.Where(delivery => delivery.At < before).OrderBy(delivery => delivery.Id).Take(AtOnce);
        while (await unit.CommitAsync(() => old.ExecuteDeleteAsync(cancellation), cancellation) == AtOnce)
        {
        }
    }
}
