using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

/// <summary>Lets servers in by key, as long as the key's account has a licence left.</summary>
internal sealed class KeyAdmission(ClnDbContext db) : IAdmission
{
    /// <remarks>The server has no other credential than the key, so that this looks among the keys of every reseller.</remarks>
    public async Task<Admission?> AdmitAsync(Arrival arrival, CancellationToken cancellation)
    {
        if (arrival.Key is not { } token) return null;

        var keys = db.Keys.OfEveryReseller().Where(key => key.Token == token);
        var accounts = db.ServerAccounts.OfEveryReseller().Where(account => keys.Any(key => key.ServerAccountId == account.Id));
        var account = await accounts.HoldAsync(cancellation) ?? throw new KeyUnknown();
        var used = await db.ServersOf(account).OfEveryReseller().CountAsync(cancellation);
        if (used >= account.Limit) throw new KeyLimitReached(account.Login, account.Limit, used);
        return new(account.ResellerId, await keys.Select(key => key.Id).SingleAsync(cancellation));
    }

    public async Task<Refusal?> RefusalAsync(Server server, CancellationToken cancellation) =>
        server.KeyId is not { } id || await db.Keys.OfEveryReseller().AnyAsync(key => key.Id == id, cancellation)
            ? null
            : new("KEY_REMOVED", "The key that this server registered with has been removed.", "Register the server with a current key of its server account.");

    public Task SeenAsync(Server server, CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>There is no such key: it was mistyped, or it has been removed.</summary>
internal sealed class KeyUnknown() : DomainError("KEY_UNKNOWN", "There is no such key. Check for typing mistakes; a removed key can't be used again.");

/// <summary>Every licence of the key's account is taken. Raise the account's limit, or remove a server that is not used any more.</summary>
/// <param name="login">The account that the key belongs to.</param>
/// <param name="limit">How many servers it may have.</param>
/// <param name="used">How many it has.</param>
internal sealed class KeyLimitReached(string login, int limit, int used)
    : DomainError("KEY_LIMIT_REACHED", $"The key's account {login} has {used} of {limit} servers. Raise its limit, or remove a server that is not used any more.")
{
    /// <summary>How many servers the account may have.</summary>
    public int Limit => limit;

    /// <summary>How many servers it has.</summary>
    public int Used => used;
}
