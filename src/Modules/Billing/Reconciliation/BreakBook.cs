using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>The differences as rows with an age, each call in the caller's transaction.</summary>
internal sealed class BreakBook(ClnDbContext db, Differences differences, TimeProvider clock)
{
    /// <summary>Opens what is found and wasn't known, and closes what was known and isn't found any more.</summary>
    /// <returns>What is open now.</returns>
    public async Task<IReadOnlyList<Break>> SyncAsync(BreakEnding ending, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var found = (await differences.FindAsync(cancellation)).DistinctBy(difference => difference.Key).ToDictionary(difference => difference.Key);
        var known = await db.Breaks.Where(difference => difference.ClosedAt == null).ToListAsync(cancellation);
        if (found.Count < Differences.Most)
        {
            foreach (var gone in known.Where(difference => !found.ContainsKey(KeyOf(difference)))) gone.Close(ending, now);
        }

        var keys = known.Select(KeyOf).ToHashSet();
        var opened = found.Values.Where(difference => !keys.Contains(difference.Key)).Select(difference => Open(difference, now)).ToList();
        db.Breaks.AddRange(opened);
        return [.. known.Where(difference => difference.ClosedAt is null), .. opened];
    }

    /// <summary>The payments that the gateway is to be asked about once more, because of this difference: its own, or those that the money could be for.</summary>
    public async Task<IReadOnlyList<long>> SuspectsAsync(Break difference, CancellationToken cancellation)
    {
        const int most = 20;
        if (difference.PaymentId is { } payment) return [payment];
        var charge = await db.Movements.AsNoTracking().Where(m => m.Gateway == difference.Gateway && m.ChargeId == difference.ChargeId)
            .OrderBy(m => m.At).FirstOrDefaultAsync(cancellation);
        if (charge is null) return [];
        var (earliest, latest) = (charge.At.AddDays(-4), charge.At.AddHours(1));
        return await db.Payments.Where(p => p.Gateway == charge.Gateway && p.LedgerTransactionId == null && p.CreatedAt >= earliest && p.CreatedAt <= latest)
            .Where(p => p.GatewayChargeId == charge.ChargeId || (p.Amount == charge.Amount && p.Currency == charge.Currency))
            .OrderByDescending(p => p.CreatedAt).ThenBy(p => p.Id).Select(p => p.Id).Take(most).ToListAsync(cancellation);
    }

    private static (string Gateway, BreakKind Kind, string ChargeId) KeyOf(Break difference) => (difference.Gateway, difference.Kind, difference.ChargeId);

    private static Break Open(Difference found, DateTimeOffset now) => new()
    {
        Gateway = found.Gateway,
        Kind = found.Key.Kind,
        ChargeId = found.ChargeId,
        PaymentId = found.PaymentId,
        Ours = found.Ours is { } ours ? new(ours) : null,
        Theirs = found.Theirs is { } theirs ? new(theirs) : null,
        Currency = found.Currency,
        OpenedAt = now,
    };
}
