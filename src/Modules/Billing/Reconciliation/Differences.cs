using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Billing;

/// <summary>A difference as it is found.</summary>
internal sealed record Difference(string Kind, string Gateway, string ChargeId, long? PaymentId, long? Ours, long? Theirs, string Currency)
{
    public (string Gateway, BreakKind Kind, string ChargeId) Key => (Gateway, Enum.Parse<BreakKind>(Kind), ChargeId);
}

/// <summary>
/// Holds the gateways' statements against the books. It asks the tables, in a language of its own, and nothing of what makes payments: what
/// is wrong there must not be wrong here in the same way.
/// </summary>
internal sealed class Differences(ClnDbContext db, TimeProvider clock)
{
    /// <summary>More of them at once are no differences but a disaster, and somebody looks.</summary>
    public const int Most = 5_000;

    /// <summary>A charge this young may still be on its way into the books.</summary>
    public static readonly TimeSpan OnItsWay = TimeSpan.FromHours(1);

    public Task<List<Difference>> FindAsync(CancellationToken cancellation)
    {
        var old = (clock.GetUtcNow() - OnItsWay).ToUnixTimeMilliseconds();
        var overlap = (long)ReadStatements.Overlap.TotalMilliseconds;
        return db.Database.SqlQuery<Difference>(
            $"""
            SELECT 'TheirsNotOurs' AS kind, m.gateway, m.charge_id, NULL AS payment_id, NULL AS ours, m.amount AS theirs, m.currency
            FROM billing_gateway_movements m
            LEFT JOIN billing_payments p ON p.gateway = m.gateway AND p.gateway_charge_id = m.charge_id AND p.ledger_transaction_id IS NOT NULL
            LEFT JOIN billing_ledger_transactions s ON s.source_type = 'SUSPENSE' AND s.source_id = CONCAT(m.gateway, ':', m.charge_id)
            WHERE m.kind = 'Charge' AND m.at < {old} AND p.id IS NULL AND s.id IS NULL
            UNION ALL
            SELECT 'OursNotTheirs', p.gateway, p.gateway_charge_id, p.id, p.amount, NULL, p.currency
            FROM billing_payments p JOIN billing_ledger_transactions t ON t.id = p.ledger_transaction_id
            JOIN billing_gateway_statements r ON r.gateway = p.gateway AND t.posted_at BETWEEN r.begins AND r.read_through - {overlap}
            LEFT JOIN billing_gateway_movements m ON m.gateway = p.gateway AND m.charge_id = p.gateway_charge_id AND m.kind = 'Charge'
            WHERE m.id IS NULL
            UNION ALL
            SELECT 'AmountDiffers', m.gateway, m.charge_id, p.id, p.amount, m.amount, m.currency
            FROM billing_gateway_movements m JOIN billing_payments p ON p.gateway = m.gateway AND p.gateway_charge_id = m.charge_id AND p.ledger_transaction_id IS NOT NULL
            WHERE m.kind = 'Charge' AND (p.amount <> m.amount OR p.currency <> m.currency)
            UNION ALL
            SELECT 'AmountDiffers', m.gateway, m.charge_id, NULL, NULL, m.amount, m.currency
            FROM billing_gateway_movements m JOIN billing_ledger_transactions s ON s.source_type = 'SUSPENSE' AND s.source_id = CONCAT(m.gateway, ':', m.charge_id)
            LEFT JOIN billing_payments p ON p.gateway = m.gateway AND p.gateway_charge_id = m.charge_id AND p.ledger_transaction_id IS NOT NULL
            WHERE m.kind = 'Charge' AND p.id IS NULL
            UNION ALL
            SELECT 'StateDiffers', p.gateway, p.gateway_charge_id, p.id, NULL, CAST(b.refunded + b.disputed AS BIGINT), p.currency
            FROM billing_payments p JOIN
            (SELECT gateway, charge_id, -SUM(CASE WHEN kind = 'Refund' THEN amount ELSE 0 END) AS refunded,
            -SUM(CASE WHEN kind IN ('Dispute', 'DisputeReversal') THEN amount ELSE 0 END) AS disputed
            FROM billing_gateway_movements WHERE kind IN ('Refund', 'Dispute', 'DisputeReversal') AND at < {old} GROUP BY gateway, charge_id) b
            ON b.gateway = p.gateway AND b.charge_id = p.gateway_charge_id
            WHERE p.ledger_transaction_id IS NOT NULL AND ((b.disputed > 0 AND p.state NOT IN ('Disputed', 'ChargedBack'))
            OR (b.disputed <= 0 AND p.state IN ('Disputed', 'ChargedBack'))
            OR (b.disputed <= 0 AND b.refunded > 0 AND p.state = 'Posted')
            OR (b.disputed <= 0 AND b.refunded >= p.amount AND p.state = 'PartRefunded')
            OR (b.disputed <= 0 AND b.refunded < p.amount AND p.state = 'Refunded'))
            """).OrderBy(difference => difference.Gateway).ThenBy(difference => difference.ChargeId).ThenBy(difference => difference.Kind).Take(Most).ToListAsync(cancellation);
    }
}
