using Cln.Contracts;

namespace Cln.Host.Data;

/// <summary>What must be true of the platform's own tables.</summary>
internal sealed class HostInvariants : IInvariants
{
    public IReadOnlyList<Invariant> All { get; } =
    [
        new("A1", "An entry of the audit log says who, what and how it ended: with a code when it was refused, and only then",
            """
            SELECT a.id FROM audit_log a WHERE (a.outcome = 'Refused' AND a.code IS NULL) OR (a.outcome <> 'Refused' AND a.code IS NOT NULL)
            OR a.action = '' OR (a.actor = 'Platform' AND a.principal <> 'platform') OR (a.actor IN ('User', 'Operator') AND a.principal NOT LIKE 'user:%') OR (a.actor = 'Token' AND a.principal NOT LIKE 'token:%')
            """),
        new("I21", "No event waits for its handler, and no mail for being sent, five minutes longer than it should, and none was given to a handler in vain",
            """
            SELECT d.id FROM events_deliveries d WHERE d.done_at IS NULL AND (d.next_attempt_at IS NULL OR d.next_attempt_at < :now - 300000)
            UNION ALL SELECT m.id FROM mail_messages m WHERE m.sent_at IS NULL AND m.due_at < :now - 600000
            """),
        new("I23", "A call with an idempotency key is either under way or has an outcome",
            "SELECT r.id FROM idempotency_records r WHERE (r.outcome IS NULL AND r.locked_until IS NULL) OR (r.outcome IS NOT NULL AND r.locked_until IS NOT NULL)"),
        new("E1", "The events of a reseller are numbered without a gap, from the first that is kept to the last",
            """
            SELECT h.reseller_id AS id FROM events_heads h LEFT JOIN events_log e ON e.reseller_id = h.reseller_id
            GROUP BY h.reseller_id, h.last_sequence, h.trimmed_through
            HAVING COUNT(e.id) <> h.last_sequence - h.trimmed_through OR COALESCE(MAX(e.sequence), h.trimmed_through) <> h.last_sequence
            """),
    ];
}
