using Cln.Contracts;

namespace Cln.Billing;

/// <summary>What is always true about the inbox of webhooks.</summary>
internal sealed class InboxInvariants : IInvariants
{
    public IReadOnlyList<Invariant> All { get; } =
    [
        new("I20", "No webhook is worked on for longer than 15 minutes",
            $"SELECT id FROM billing_inbox_events WHERE state IN ('Received', 'Retry') AND received_at < {Invariant.Now} - 900000"),
        new("I37", "A webhook that isn't done with, and only such a one, has a time at which it is taken up",
            "SELECT id FROM billing_inbox_events WHERE (state IN ('Received', 'Retry') AND next_try_at IS NULL) OR (state NOT IN ('Received', 'Retry') AND next_try_at IS NOT NULL)"),
    ];
}
