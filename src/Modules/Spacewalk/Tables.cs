using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Spacewalk;

internal static class Tables
{
    extension(ClnDbContext db)
    {
        internal DbSet<ServerAccount> ServerAccounts => db.Set<ServerAccount>();

        internal DbSet<Key> Keys => db.Set<Key>();
    }
}
