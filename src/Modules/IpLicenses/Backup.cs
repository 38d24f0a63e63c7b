using Cln.Contracts;
using Cln.Data;
using Cln.Graph;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.IpLicenses;

/// <summary>Storage for backups of the server on a licensed address, bought in steps of 10 GB.</summary>
[Node(Scopes.LicensesRead)]
internal sealed class Backup : INode, IOwned
{
    private const int StepGb = 10;
    private const int LargestGb = 100_000;

    private Backup()
    {
    }

    /// <exception cref="InvalidBackupSize">The size isn't a whole number of steps.</exception>
    public Backup(IpLicense license, int sizeGb, DataCenter dataCenter, DateTimeOffset now)
    {
        (ResellerId, IpLicenseId, Ip, DataCenter, CreatedAt) = (license.ResellerId, license.Id, license.Ip, dataCenter.Code, now);
        Resize(sizeGb);
    }

    public long Id { get; private set; }

    [Hidden] public long ResellerId { get; private set; }

    [Hidden] public long IpLicenseId { get; private set; }

    /// <summary>The address of the server.</summary>
    public IpAddress Ip { get; private set; }

    /// <summary>The size in GB, a multiple of 10.</summary>
    [Listed] public int SizeGb { get; private set; }

    /// <summary>The code of the data centre that keeps it, such as "EU1".</summary>
    [Listed] public string DataCenter { get; private set; } = "";

    /// <summary>When the backup was activated.</summary>
    [Listed] public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Where the backup itself is managed: plans, files, recovery.</summary>
    public string ManagementUrl(BackupConsole console) => console.UrlOf(this);

    /// <summary>True for the types that a backup can be had with.</summary>
    public static bool IsFor(LicenseType type) => type.Code.StartsWith("IMUNIFY360_", StringComparison.Ordinal);

    /// <exception cref="InvalidBackupSize">The size isn't a whole number of steps.</exception>
    [Hidden]
    public void Resize(int sizeGb) => SizeGb = IsSize(sizeGb) ? sizeGb : throw WrongSize(sizeGb);

    internal static bool IsSize(int sizeGb) => sizeGb is >= StepGb and <= LargestGb && sizeGb % StepGb == 0;

    internal static InvalidBackupSize WrongSize(int sizeGb) => new(sizeGb, StepGb, LargestGb);

    /// <summary>What is paid for by the month. An address has one backup, whatever the type of its licence becomes: a conversion doesn't touch it.</summary>
    internal static Chargeable Charge(long resellerId, IpAddress ip, int sizeGb) => new(resellerId, $"backup/{ip}", Chargeable.BackupPer10Gb, "CL Backup, 10 GB", sizeGb / StepGb);

    internal Chargeable Charge(int sizeGb) => Charge(ResellerId, Ip, sizeGb);

    /// <summary>Charges for the size that it has, from today.</summary>
    [Hidden]
    public Task ChargeAsync(ClnDbContext db, ICharging charging, CancellationToken cancellation) => SetAsync(SizeGb, db, charging, cancellation);

    /// <summary>Ends it, and credits the whole days after today.</summary>
    [Hidden]
    public Task EndAsync(ClnDbContext db, ICharging charging, CancellationToken cancellation)
    {
        db.Backups.Remove(this);
        return SetAsync(0, db, charging, cancellation);
    }

    private async Task SetAsync(int sizeGb, ClnDbContext db, ICharging charging, CancellationToken cancellation)
    {
        await charging.SetAsync(Charge(sizeGb), cancellation);
        db.Tell(() => new BackupChanged(ResellerId, IpLicenseId, Ip, sizeGb));
    }
}

internal sealed class BackupMapping : IEntityTypeConfiguration<Backup>
{
    public void Configure(EntityTypeBuilder<Backup> backup)
    {
        backup.ToTable("ip_licenses_backups");
        backup.Property(b => b.SizeGb).IsConcurrencyToken();
        backup.Property(b => b.DataCenter).HasMaxLength(DataCenterMapping.LongestCode);
        backup.HasOne<Reseller>().WithMany().HasForeignKey(b => b.ResellerId).OnDelete(DeleteBehavior.NoAction);
        backup.HasOne<IpLicense>().WithMany().HasForeignKey(b => b.IpLicenseId).OnDelete(DeleteBehavior.NoAction)
            .HasConstraintName("fk_ip_licenses_backups_ip_licenses_licenses_ip_license_id");
        backup.HasOne<DataCenter>().WithMany().HasForeignKey(b => b.DataCenter).OnDelete(DeleteBehavior.NoAction);
        backup.HasIndex(b => b.IpLicenseId);
        backup.HasIndex(b => new { b.ResellerId, b.Ip }).IsUnique();
        backup.HasIndex(b => b.DataCenter);
    }
}

[Extends<IpLicense>]
internal static class BackupOfIpLicense
{
    /// <summary>The backup of the server on this address; null where there is none.</summary>
    public static IDataLoaderResult<Backup?> Backup(IpLicense license, BackupsByLicense backups, CancellationToken cancellation) => backups.Load(license.Id, cancellation);
}

[Extends<Query>]
internal static class BackupsQuery
{
    /// <summary>The backups of your servers; newest first.</summary>
    [Scope(Scopes.LicensesRead)]
    public static Task<Connection<Backup>> BackupsAsync(Listing<Backup> list, ClnDbContext db, CancellationToken cancellation) => list.PageAsync(db.Backups, cancellation);
}

internal sealed class BackupsByLicense(ClnDbContext db) : Batch<long, Backup>
{
    protected override async Task<IReadOnlyDictionary<long, Backup>> LoadAsync(IReadOnlyCollection<long> keys, CancellationToken cancellation) =>
        await db.Backups.Where(backup => keys.Contains(backup.IpLicenseId)).ToDictionaryAsync(backup => backup.IpLicenseId, cancellation);
}
