using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

/// <param name="Id">The key.</param>
/// <param name="IdempotencyKey">Your name for this call: sent again with the same key, it does nothing more.</param>
internal sealed record RemoveKeyInput(Id<Key> Id, IdempotencyKey? IdempotencyKey = null);

/// <param name="Key">The key that was removed.</param>
/// <param name="UnregisteredServers">The servers that were registered by it, up to its account's limit: their next check-in is refused.</param>
[Payload]
internal sealed record RemovedKey(Key Key, IReadOnlyList<Server> UnregisteredServers);

[Extends<Mutation>]
internal static class RemoveKey
{
    /// <summary>Removes a key and unregisters its servers. The account's limit, and so its cost, stays as it is.</summary>
    [Scope(Scopes.ServersWrite)]
    [Throws<NotFound>]
    public static async Task<RemovedKey> RemoveKeyAsync(RemoveKeyInput input, ClnDbContext db, IServers servers, CancellationToken cancellation)
    {
        var keys = db.Keys.Where(row => row.Id == input.Id.Value);
        await db.ServerAccounts.Where(account => keys.Any(row => row.ServerAccountId == account.Id)).HoldAsync(cancellation);
        var key = await keys.SingleOrDefaultAsync(cancellation) ?? throw new NotFound("key");
        var unregistered = await db.Servers.Where(server => server.KeyId == key.Id).ToListAsync(cancellation);
        servers.Unregister(unregistered);
        db.Remove(key);
        db.Tell(() => new KeyRemoved(key.ResellerId, key.Token));
        return new(key, unregistered);
    }
}
