using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

/// <summary>Server accounts, as something that is suspended while it isn't paid: each whole, with all its servers.</summary>
internal sealed class SuspendableAccounts(ClnDbContext db, TimeProvider clock) : ISuspendables
{
    private const int AtOnce = 500;

    public async Task<IReadOnlyList<Suspendable>> OfAsync(long resellerId, CancellationToken cancellation)
    {
        var accounts = await db.ServerAccounts.AsNoTracking().Where(account => account.ResellerId == resellerId).ToListAsync(cancellation);
        return [.. accounts.Select(account => new Suspendable(account.Id, $"Server account {account.Login}", account.Licences(account.Limit), account.CreatedAt, account.SuspendedAt))];
    }

    public async Task SuspendAsync(long resellerId, IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        foreach (var account in await FindAsync(resellerId, ids, cancellation))
        {
            account.Suspend(clock.GetUtcNow());
            db.Tell(() => new ServerAccountSuspended(resellerId, account.Id));
        }
    }

    public async Task RestoreAsync(long resellerId, IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        foreach (var account in await FindAsync(resellerId, ids, cancellation))
        {
            account.Restore();
            db.Tell(() => new ServerAccountRestored(resellerId, account.Id));
        }
    }

    private async Task<IReadOnlyList<ServerAccount>> FindAsync(long resellerId, IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        List<ServerAccount> found = [];
        foreach (var some in ids.Chunk(AtOnce))
            found.AddRange(await db.ServerAccounts.Where(account => account.ResellerId == resellerId && some.Contains(account.Id)).ToListAsync(cancellation));
        return found;
    }
}
