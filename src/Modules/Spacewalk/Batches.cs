using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

/// <summary>How many servers are registered by the keys of each account.</summary>
internal sealed class UsedByAccount(ClnDbContext db) : Batch<long, int>
{
    protected override async Task<IReadOnlyDictionary<long, int>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation)
    {
        var used =
            from server in db.Servers
            join key in db.Keys on server.KeyId equals (long?)key.Id
            where keys.Contains(key.ServerAccountId)
            group server by key.ServerAccountId into servers
            select new { AccountId = servers.Key, Count = servers.Count() };
        return await used.ToDictionaryAsync(row => row.AccountId, row => row.Count, cancellation);
    }
}

/// <summary>How many servers are registered by each key.</summary>
internal sealed class UsageByKey(ClnDbContext db) : Batch<long, int>
{
    protected override async Task<IReadOnlyDictionary<long, int>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation)
    {
        var usage =
            from server in db.Servers
            where server.KeyId != null && keys.Contains(server.KeyId.Value)
            group server by server.KeyId!.Value into servers
            select new { KeyId = servers.Key, Count = servers.Count() };
        return await usage.ToDictionaryAsync(row => row.KeyId, row => row.Count, cancellation);
    }
}

/// <summary>The keys of servers.</summary>
internal sealed class KeyById(ClnDbContext db) : Batch<long, Key>
{
    protected override async Task<IReadOnlyDictionary<long, Key>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation) =>
        await db.Keys.Where(key => keys.Contains(key.Id)).ToDictionaryAsync(key => key.Id, cancellation);
}

/// <summary>The accounts of keys.</summary>
internal sealed class AccountById(ClnDbContext db) : Batch<long, ServerAccount>
{
    protected override async Task<IReadOnlyDictionary<long, ServerAccount>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation) =>
        await db.ServerAccounts.Where(account => keys.Contains(account.Id)).ToDictionaryAsync(account => account.Id, cancellation);
}
