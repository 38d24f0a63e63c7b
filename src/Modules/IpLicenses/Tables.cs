using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.IpLicenses;

internal static class Tables
{
    extension(ClnDbContext db)
    {
        internal DbSet<IpLicense> IpLicenses => db.Set<IpLicense>();

        internal DbSet<Backup> Backups => db.Set<Backup>();

        internal DbSet<DataCenter> DataCenters => db.Set<DataCenter>();

        internal DbSet<LicenseType> LicenseTypes => db.Set<LicenseType>();
    }
}
