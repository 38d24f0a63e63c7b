using Microsoft.EntityFrameworkCore;

namespace Cln.Data;

/// <summary>The tables that every module may read. Its own each module names for itself, in the same way.</summary>
public static class Tables
{
    extension(ClnDbContext db)
    {
        public DbSet<Reseller> Resellers => db.Set<Reseller>();

        /// <summary>Mapped by the module Servers.</summary>
        public DbSet<Server> Servers => db.Set<Server>();
    }
}
