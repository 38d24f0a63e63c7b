using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

/// <summary>
/// Takes an account for oneself. What may stand under an account depends on what stands there already, so whoever adds to it, takes from it
/// or changes its limit holds it first and reads afterwards; everybody else waits until that transaction ends.
/// </summary>
internal static class HeldAccounts
{
    extension(IQueryable<ServerAccount> one)
    {
        /// <summary>Holds the one account that this query finds and reads it; null when there is none.</summary>
        internal async Task<ServerAccount?> HoldAsync(CancellationToken cancellation) =>
            // A row that is written is locked on every database, whatever its dialect says for SELECT … FOR UPDATE.
            await one.ExecuteUpdateAsync(row => row.SetProperty(account => account.Version, account => account.Version + 1), cancellation) == 0
                ? null
                : await one.SingleOrDefaultAsync(cancellation);
    }

    extension(ClnDbContext db)
    {
        /// <summary>Holds the caller's account with this id.</summary>
        internal async Task<ServerAccount> HoldAccountAsync(long id, CancellationToken cancellation) =>
            await db.ServerAccounts.Where(account => account.Id == id).HoldAsync(cancellation) ?? throw new NotFound("server account");

        /// <summary>The servers that stand under an account.</summary>
        internal IQueryable<Server> ServersOf(ServerAccount account)
        {
            var keys = db.Keys.Where(key => key.ServerAccountId == account.Id);
            return db.Servers.Where(server => keys.Any(key => key.Id == server.KeyId));
        }
    }
}
