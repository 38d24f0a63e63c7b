using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>A backup to be ended.</summary>
/// <param name="Id">The backup.</param>
/// <param name="IdempotencyKey">Your name for this call: sent again with the same key, it does nothing more.</param>
internal sealed record DeactivateBackupInput(Id<Backup> Id, IdempotencyKey? IdempotencyKey = null);

[Extends<Mutation>]
internal static class DeactivateBackup
{
    /// <summary>Ends a backup, and credits the whole days after today. The licence stays. Answers the backup as it was.</summary>
    [Scope(Scopes.LicensesWrite)]
    [Throws<NotFound>]
    public static async Task<Backup> DeactivateBackupAsync(DeactivateBackupInput input, ClnDbContext db, ICharging charging, CancellationToken cancellation)
    {
        var backup = await db.Backups.SingleOrDefaultAsync(candidate => candidate.Id == input.Id.Value, cancellation) ?? throw new NotFound("backup");
        await backup.EndAsync(db, charging, cancellation);
        return backup;
    }
}
