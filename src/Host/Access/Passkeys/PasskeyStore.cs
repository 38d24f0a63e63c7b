using System.Buffers.Text;
using Cln.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Cln.Host.Access.Passkeys;

/// <summary>Users as ASP.NET Core Identity finds them, with passkeys in a table of ours, where each has an owner. Whoever calls it commits.</summary>
internal sealed class PasskeyStore : UserOnlyStore<User, ClnDbContext, long>, IUserPasskeyStore<User>
{
    private readonly TimeProvider time;

    public PasskeyStore(ClnDbContext db, TimeProvider time)
        : base(db)
    {
        this.time = time;
        AutoSaveChanges = false;
    }

    public override async Task AddOrUpdatePasskeyAsync(User user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        if (await FindAsync(user, passkey.CredentialId, cancellationToken) is not { } known)
        {
            Context.Passkeys.Add(new()
            {
                ResellerId = user.ResellerId,
                UserId = user.Id,
                Name = passkey.Name ?? "",
                CredentialHash = Passkey.HashOf(passkey.CredentialId),
                CredentialId = Base64Url.EncodeToString(passkey.CredentialId),
                PublicKey = Base64Url.EncodeToString(passkey.PublicKey),
                Transports = string.Join(' ', (passkey.Transports ?? []).Where(transport => transport.Length <= 20).Take(8)),
                SignCount = passkey.SignCount,
                IsBackupEligible = passkey.IsBackupEligible,
                IsBackedUp = passkey.IsBackedUp,
                CreatedAt = time.GetUtcNow(),
            });
            return;
        }

        (known.SignCount, known.IsBackedUp, known.LastUsedAt) = (passkey.SignCount, passkey.IsBackedUp, time.GetUtcNow());
    }

    public override async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken) =>
        [.. (await Context.Passkeys.Where(passkey => passkey.UserId == user.Id).ToListAsync(cancellationToken)).Select(passkey => passkey.ToInfo())];

    public override async Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var hash = Passkey.HashOf(credentialId);
        var passkeys = Context.Passkeys;
        return await Context.Users.FirstOrDefaultAsync(user => passkeys.Any(passkey => passkey.UserId == user.Id && passkey.CredentialHash == hash), cancellationToken);
    }

    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) => (await FindAsync(user, credentialId, cancellationToken))?.ToInfo();

    public override async Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken)
    {
        if (await FindAsync(user, credentialId, cancellationToken) is { } passkey) Context.Passkeys.Remove(passkey);
    }

    private Task<Passkey?> FindAsync(User user, byte[] credentialId, CancellationToken cancellation)
    {
        var hash = Passkey.HashOf(credentialId);
        return Context.Passkeys.FirstOrDefaultAsync(passkey => passkey.UserId == user.Id && passkey.CredentialHash == hash, cancellation);
    }
}
