using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

/// <summary>Lets servers in by key, as long as the key's account has a licence left.</summary>
internal sealed class KeyAdmission(ClnDbContext db, IServers servers) : IAdmission
{
    /// <remarks>The server has no other credential than the key, so this looks among the keys of every reseller.</remarks>
    public async Task<Admission?> AdmitAsync(Arrival arrival, CancellationToken cancellation)
    {
        if (arrival.Key is not { } token) return null;

        var keys = db.Keys.OfEveryReseller().Where(key => key.Token == token);
        var accounts = db.ServerAccounts.OfEveryReseller().Where(account => keys.Any(key => key.ServerAccountId == account.Id));
        var account = await accounts.HoldAsync(cancellation) ?? throw new KeyUnknown();
        if (account.SuspendedAt is not null) throw new LicenseSuspended($"The server account {account.Login}");
        var admission = new Admission(account.ResellerId, await keys.Select(key => key.Id).SingleAsync(cancellation));

        var used = await db.ServersOf(account).OfEveryReseller().CountAsync(cancellation);
        if (used >= account.Limit && await servers.EarlierAsync(arrival, admission, cancellation) is null)
            throw new KeyLimitReached(account.Login, account.Limit, used);
        return admission;
    }

    public async Task<Refusal?> RefusalAsync(Server server, CancellationToken cancellation)
    {
        if (server.KeyId is not { } id) return null;
        var keys = db.Keys.OfEveryReseller().Where(key => key.Id == id);
        var account = await db.ServerAccounts.OfEveryReseller().AsNoTracking().FirstOrDefaultAsync(account => keys.Any(key => key.ServerAccountId == account.Id), cancellation);
        return account switch
        {
            null => new("KEY_REMOVED", "The key that this server registered with has been removed.", "Register the server again, with a key that is in use."),
            { SuspendedAt: not null } => new(
                LicenseSuspended.Name,
                $"The server account {account.Login} is suspended at the moment.",
                "Ask whom you have the key from. The server stays registered, and passes again by itself when the account is restored."),
            _ => null,
        };
    }

    public Task SeenAsync(Server server, CancellationToken cancellation) => Task.CompletedTask;
}
