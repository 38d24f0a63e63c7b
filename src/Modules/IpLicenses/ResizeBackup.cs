using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>Another size for a backup.</summary>
/// <param name="Id">The backup.</param>
/// <param name="SizeGb">The whole size from now on, in GB: a multiple of 10, at most 100,000.</param>
/// <param name="IdempotencyKey">Your name for this call: sent again with the same key, it changes nothing more and answers the same.</param>
internal sealed record ResizeBackupInput(Id<Backup> Id, int SizeGb, IdempotencyKey? IdempotencyKey = null);

[Extends<Mutation>]
internal static class ResizeBackup
{
    /// <summary>Gives a backup another size. More is charged for the days left in the month, today included; less is credited for the whole days after today.</summary>
    [Scope(Scopes.LicensesWrite)]
    [Throws<NotFound>]
    [Throws<InvalidBackupSize>]
    [Throws<InsufficientFunds>]
    [Throws<TokenLimitExceeded>]
    [Throws<TokenProductNotAllowed>]
    public static async Task<Backup> ResizeBackupAsync(ResizeBackupInput input, ClnDbContext db, ICharging charging, CancellationToken cancellation)
    {
        var backup = await db.Backups.SingleOrDefaultAsync(candidate => candidate.Id == input.Id.Value, cancellation) ?? throw new NotFound("backup");
        backup.Resize(input.SizeGb);
        await backup.ChargeAsync(db, charging, cancellation);
        return backup;
    }
}
