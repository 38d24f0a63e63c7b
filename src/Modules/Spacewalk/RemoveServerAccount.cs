using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

/// <param name="Id">The account.</param>
/// <param name="IdempotencyKey">Your name for this call: sent again with the same key, it does nothing more.</param>
internal sealed record RemoveServerAccountInput(Id<ServerAccount> Id, IdempotencyKey? IdempotencyKey = null);

/// <param name="ServerAccount">The account that was removed.</param>
/// <param name="UnregisteredServers">The servers that were registered by its keys, up to its limit: their next check-in is refused.</param>
[Payload]
internal sealed record RemovedServerAccount(ServerAccount ServerAccount, IReadOnlyList<Server> UnregisteredServers);

[Extends<Mutation>]
internal static class RemoveServerAccount
{
    /// <summary>Removes a server account with its keys, unregisters their servers, and credits the limit for the whole days after today.</summary>
    [Scope(Scopes.LicensesWrite)]
    [Throws<NotFound>]
    public static async Task<RemovedServerAccount> RemoveServerAccountAsync(RemoveServerAccountInput input, ClnDbContext db, IServers servers, ICharging charging, CancellationToken cancellation)
    {
        var account = await db.HoldAccountAsync(input.Id.Value, cancellation);
        var unregistered = await db.ServersOf(account).ToListAsync(cancellation);
        servers.Unregister(unregistered);
        db.Remove(account);
        await charging.SetAsync(account.Licences(0), cancellation);
        db.Tell(() => new ServerAccountRemoved(account.ResellerId, account.Login));
        return new(account, unregistered);
    }
}
