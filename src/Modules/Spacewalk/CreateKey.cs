using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

/// <param name="ServerAccountId">The account whose licences the key's servers will take.</param>
/// <param name="IdempotencyKey">Your name for this call: sent again with the same key, it creates nothing and answers the same.</param>
internal sealed record CreateKeyInput(Id<ServerAccount> ServerAccountId, IdempotencyKey? IdempotencyKey);

[Extends<Mutation>]
internal static class CreateKey
{
    /// <summary>Creates a key for a server account. It costs nothing: what is paid for is the account's limit, over all its keys.</summary>
    [Scope(Scopes.ServersWrite)]
    [Throws<NotFound>]
    public static async Task<Key> CreateKeyAsync(CreateKeyInput input, ClnDbContext db, TimeProvider time, CancellationToken cancellation)
    {
        var account = await db.HoldAccountAsync(input.ServerAccountId.Value, cancellation);
        var reseller = await db.Resellers.SingleAsync(owner => owner.Id == account.ResellerId, cancellation);
        var key = new Key { ResellerId = account.ResellerId, ServerAccountId = account.Id, Token = Key.NewToken(reseller.Number), CreatedAt = time.GetUtcNow() };
        db.Add(key);
        db.Tell(() => new KeyCreated(key.ResellerId, key.Id));
        return key;
    }
}
