using Cln.Contracts;

namespace Cln.Spacewalk;

/// <summary>What must be true of accounts, keys and their servers at every moment.</summary>
internal sealed class SpacewalkInvariants : IInvariants
{
    public IReadOnlyList<Invariant> All { get; } =
    [
        new(
            "S1",
            "No account has more servers than its limit.",
            """
            SELECT a.id FROM spacewalk_server_accounts a
            JOIN spacewalk_keys k ON k.server_account_id = a.id
            JOIN servers_servers s ON s.key_id = k.id AND s.unregistered_at IS NULL
            GROUP BY a.id, a."limit" HAVING COUNT(*) > a."limit"
            """),
        new(
            "S2",
            "A server that is registered by a key has a key that is there, and its key, the account and the server have one owner.",
            """
            SELECT s.id FROM servers_servers s
            LEFT JOIN spacewalk_keys k ON k.id = s.key_id
            LEFT JOIN spacewalk_server_accounts a ON a.id = k.server_account_id
            WHERE s.key_id IS NOT NULL AND s.unregistered_at IS NULL
              AND (a.id IS NULL OR k.reseller_id <> s.reseller_id OR a.reseller_id <> s.reseller_id)
            """),
    ];
}
