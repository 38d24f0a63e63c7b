using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

/// <summary>Licences by address, as something that is suspended while it isn't paid. Backups aren't: what they hold would be lost.</summary>
internal sealed class SuspendableLicenses(ClnDbContext db, ICatalogue catalogue, TimeProvider clock) : ISuspendables
{
    private const int AtOnce = 500;

    public async Task<IReadOnlyList<Suspendable>> OfAsync(long resellerId, CancellationToken cancellation)
    {
        var licenses = await db.IpLicenses.AsNoTracking().Where(license => license.ResellerId == resellerId).ToListAsync(cancellation);
        return [.. licenses.Select(AsSuspendable)];
    }

    public async Task SuspendAsync(long resellerId, IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        foreach (var license in await FindAsync(resellerId, ids, cancellation))
        {
            license.Suspend(clock.GetUtcNow());
            db.Tell(() => new IpLicenseSuspended(resellerId, license.Id, license.Ip, license.TypeCode));
        }
    }

    public async Task RestoreAsync(long resellerId, IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        foreach (var license in await FindAsync(resellerId, ids, cancellation))
        {
            license.Restore();
            db.Tell(() => new IpLicenseRestored(resellerId, license.Id, license.Ip, license.TypeCode));
        }
    }

    private Suspendable AsSuspendable(IpLicense license)
    {
        var type = catalogue.Get(license.TypeCode);
        return new(license.Id, $"{type.Name}, {license.Ip}", license.Charge(type, 1), license.CreatedAt, license.SuspendedAt);
    }

    private async Task<IReadOnlyList<IpLicense>> FindAsync(long resellerId, IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        List<IpLicense> found = [];
        foreach (var some in ids.Chunk(AtOnce))
            found.AddRange(await db.IpLicenses.Where(license => license.ResellerId == resellerId && some.Contains(license.Id)).ToListAsync(cancellation));
        return found;
    }
}
