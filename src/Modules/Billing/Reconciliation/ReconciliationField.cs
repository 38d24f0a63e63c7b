using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>How the gateways' own statements and our books agree.</summary>
/// <param name="AsOf">When that was asked.</param>
internal sealed record Reconciliation(DateTimeOffset AsOf);

/// <summary>How one gateway's statement and our books agree.</summary>
/// <param name="Gateway">The code of the gateway.</param>
/// <param name="ReadThrough">Up to when its statement was read. That is done hourly.</param>
/// <param name="Charges">How many charges the statement has.</param>
/// <param name="Matched">How many of them are in the books.</param>
/// <param name="OldestUnmatchedAt">When the oldest charge that isn't in the books was made; null when all are.</param>
/// <param name="OpenBreaks">How many differences of all kinds are open.</param>
internal sealed record GatewayReconciliation(string Gateway, DateTimeOffset ReadThrough, int Charges, int Matched, DateTimeOffset? OldestUnmatchedAt, int OpenBreaks)
{
    /// <summary>The matched charges of a hundred, rounded down: 100 is all of them.</summary>
    public int MatchedPercent => Charges == 0 ? 100 : (int)(100L * Matched / Charges);
}

[Extends<Query>]
internal static class ReconciliationField
{
    /// <summary>How the gateways' own statements and our books agree.</summary>
    [Scope(Scopes.Operator)]
    public static Reconciliation Reconciliation(TimeProvider clock) => new(clock.GetUtcNow());
}

[Extends<Reconciliation>]
internal static class ReconciliationParts
{
    /// <summary>Each gateway that has a statement, by its code. There are a handful.</summary>
    public static async Task<IReadOnlyList<GatewayReconciliation>> GatewaysAsync(Reconciliation reconciliation, ClnDbContext db, CancellationToken cancellation)
    {
        var (payments, breaks) = (db.Payments.AsQueryable(), db.Breaks.AsQueryable());
        var charges = db.Movements.Where(m => m.Kind == GatewayMovementKind.Charge);
        var unmatched = charges.Where(m => !payments.Any(p => p.Gateway == m.Gateway && p.GatewayChargeId == m.ChargeId && p.LedgerTransactionId != null));
        var gateways = await db.Statements.OrderBy(statement => statement.Gateway).Select(statement => new
        {
            statement.Gateway,
            statement.ReadThrough,
            Charges = charges.Count(m => m.Gateway == statement.Gateway),
            Unmatched = unmatched.Count(m => m.Gateway == statement.Gateway),
            Oldest = unmatched.Where(m => m.Gateway == statement.Gateway).Min(m => (DateTimeOffset?)m.At),
            Breaks = breaks.Count(b => b.Gateway == statement.Gateway && b.ClosedAt == null),
        }).ToListAsync(cancellation);
        return [.. gateways.Select(g => new GatewayReconciliation(g.Gateway, g.ReadThrough, g.Charges, g.Charges - g.Unmatched, g.Oldest, g.Breaks))];
    }

    /// <summary>The differences, newest first: those that are open and those that are gone.</summary>
    public static Task<Connection<Break>> BreaksAsync(Reconciliation reconciliation, Listing<Break> list, ClnDbContext db, CancellationToken cancellation) =>
        list.PageAsync(db.Breaks, cancellation);
}

[Extends<Break>]
internal static class BreakPayment
{
    /// <summary>Our payment; null when there is none, or none is known to be it.</summary>
    public static IDataLoaderResult<Payment?> Payment(Break difference, PaymentsById payments, CancellationToken cancellation) =>
        payments.Load(difference.PaymentId ?? 0, cancellation);
}
