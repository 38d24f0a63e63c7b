using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>A backup to be activated.</summary>
/// <param name="IpLicenseId">An Imunify360 licence.</param>
/// <param name="SizeGb">The size in GB: a multiple of 10, at most 100,000.</param>
/// <param name="DataCenter">The code of a data centre, such as "EU1": one of <c>dataCenters</c>.</param>
/// <param name="IdempotencyKey">The caller's name for this call: sent again, it answers the same.</param>
internal sealed record ActivateBackupInput(Id<IpLicense> IpLicenseId, int SizeGb, string DataCenter, IdempotencyKey? IdempotencyKey = null);

[Extends<Mutation>]
internal static class ActivateBackup
{
    /// <summary>Activates the backup of the server on a licensed address, and charges the days left in the month, today included. An address has one backup; it ends with its licence.</summary>
    [Scope(Scopes.LicensesWrite)]
    [Throws<NotFound>]
    [Throws<BackupNeedsImunify360>]
    [Throws<BackupExists>]
    [Throws<InvalidBackupSize>]
    [Throws<UnknownDataCenter>]
    [Throws<InsufficientFunds>]
    [Throws<TokenLimitExceeded>]
    [Throws<TokenProductNotAllowed>]
    public static async Task<Backup> ActivateBackupAsync(
        ActivateBackupInput input, ClnDbContext db, ICatalogue catalogue, ICharging charging, TimeProvider clock, CancellationToken cancellation)
    {
        var license = await db.IpLicenses.SingleOrDefaultAsync(candidate => candidate.Id == input.IpLicenseId.Value, cancellation) ?? throw new NotFound("IP licence");
        var type = catalogue.Get(license.TypeCode);
        if (!Backup.IsFor(type)) throw new BackupNeedsImunify360(type);
        var dataCenter = await RequireAsync(input.DataCenter, db, cancellation);
        if (await db.Backups.AnyAsync(other => other.Ip == license.Ip && other.ResellerId == license.ResellerId, cancellation)) throw new BackupExists(license.Ip);

        var backup = new Backup(license, input.SizeGb, dataCenter, clock.GetUtcNow());
        await backup.ChargeAsync(db, charging, cancellation);
        db.Backups.Add(backup);
        return backup;
    }

    private static async Task<DataCenter> RequireAsync(string code, ClnDbContext db, CancellationToken cancellation)
    {
        var all = await db.DataCenters.AsNoTracking().ToListAsync(cancellation);
        return all.Find(dataCenter => dataCenter.Code == code) ?? throw new UnknownDataCenter(code, all);
    }
}

/// <summary>Backups are had with Imunify360 licences, and this one is of another type.</summary>
internal sealed class BackupNeedsImunify360(LicenseType type)
    : DomainError("BACKUP_NEEDS_IMUNIFY360", $"A backup is had with an Imunify360 licence, and not with {type.Name}. Choose an Imunify360 licence; to convert one that has a backup, deactivate the backup first.");

/// <summary>The address has a backup already.</summary>
internal sealed class BackupExists(IpAddress ip)
    : DomainError("BACKUP_EXISTS", $"The server on {ip} has a backup already, and an address has one. Resize that one instead.");

/// <summary>The size isn't one that can be bought.</summary>
internal sealed class InvalidBackupSize(int sizeGb, int stepGb, int largestGb)
    : DomainError("INVALID_BACKUP_SIZE", $"A backup's size is a multiple of {stepGb} GB, from {stepGb} to {largestGb}; {sizeGb} GB is not. To end a backup, deactivate it.");

/// <summary>There is no data centre of this code.</summary>
internal sealed class UnknownDataCenter(string code, IEnumerable<DataCenter> all)
    : DomainError("UNKNOWN_DATA_CENTER", $"There is no data centre \"{code}\". Take one of {string.Join(", ", all.Select(dataCenter => dataCenter.Code))}.");
