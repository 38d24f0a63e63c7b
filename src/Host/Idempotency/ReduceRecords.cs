using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Idempotency;

/// <summary>Reduces idempotency records after thirty days to their key, their fingerprint and the id of what came of them: errors and lists, which may be long, go.</summary>
internal sealed class ReduceRecords(ClnDbContext db, TimeProvider clock) : IJob
{
    public const int KeptWholeDays = 30;

    public static string Schedule => "0 45 3 * * ?";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var before = clock.GetUtcNow().AddDays(-KeptWholeDays);
        await db.IdempotencyRecords
            .Where(record => record.CreatedAt < before && record.Outcome != null && record.Outcome != Outcome.Again && record.Outcome != Outcome.Gone)
            .Where(record => record.Outcome!.Substring(0, 1) == "{" || record.Outcome!.Substring(0, 1) == "[")
            .ExecuteUpdateAsync(set => set.SetProperty(record => record.Outcome, Outcome.Gone), cancellation);
    }
}
