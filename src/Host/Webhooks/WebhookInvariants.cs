using Cln.Contracts;

namespace Cln.Host.Webhooks;

/// <summary>What is always true of webhooks.</summary>
internal sealed class WebhookInvariants : IInvariants
{
    public IReadOnlyList<Invariant> All { get; } =
    [
        new("W1", "No delivery to an enabled webhook waits five minutes longer than it should, and none is five minutes behind the log",
            $"""
            SELECT d.id FROM webhooks_deliveries d JOIN webhooks_endpoints w ON w.id = d.webhook_id WHERE w.state = 'Enabled' AND d.next_attempt_at < {Invariant.Now} - 300000
            UNION ALL SELECT w.id FROM webhooks_endpoints w JOIN events_log e ON e.reseller_id = w.reseller_id WHERE w.state = 'Enabled' AND e.sequence > w.queued_through AND e.at < {Invariant.Now} - 300000
            """),
        new("W2", "A delivery that isn't done with, and only such a one, has a time at which it is tried",
            """
            SELECT id FROM webhooks_deliveries WHERE (state = 'Pending' AND next_attempt_at IS NULL) OR (state <> 'Pending' AND next_attempt_at IS NOT NULL)
            OR (state = 'Delivered' AND delivered_at IS NULL)
            """),
        new("W3", "A webhook says why nothing is sent to it, and only then",
            "SELECT id FROM webhooks_endpoints WHERE (state = 'Disabled' AND (disabled_because IS NULL OR disabled_at IS NULL)) OR (state = 'Enabled' AND (disabled_because IS NOT NULL OR disabled_at IS NOT NULL))"),
    ];
}
