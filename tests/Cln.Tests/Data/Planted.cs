using System.Data.Common;
using Cln.Contracts;
using Cln.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Data;

/// <summary>An SQLite database in a transaction that is never committed, in which anything can be forged: no trigger, index or foreign key refuses.</summary>
internal static class Planted
{
    /// <summary>Forges, looks at what can be seen then, and takes it all back.</summary>
    public static async Task<T> InAsync<T>(ClnDbContext db, string forgery, Func<Task<T>> look)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA defer_foreign_keys = ON");
        var refusals = await db.Database.SqlQueryRaw<string>("SELECT 'DROP ' || type || ' ' || name AS \"Value\" FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL").ToListAsync();
        foreach (var refusal in refusals) await db.Database.ExecuteSqlRawAsync(refusal);
        await db.Database.ExecuteSqlRawAsync(forgery);
        try
        {
            return await look();
        }
        finally
        {
            await transaction.RollbackAsync();
        }
    }

    /// <summary>How many rows break an invariant at a time.</summary>
    public static async Task<long> BreaksAsync(this ClnDbContext db, Invariant invariant, DateTimeOffset now)
    {
        var connection = db.Database.GetDbConnection();
        if (connection.State != System.Data.ConnectionState.Open) await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = (db.Database.CurrentTransaction as Microsoft.EntityFrameworkCore.Infrastructure.IInfrastructure<DbTransaction>)?.Instance;
        command.CommandText = $"SELECT COUNT(*) FROM ({invariant.Sql.Replace(Invariant.Now, now.ToUnixTimeMilliseconds().ToString(), StringComparison.Ordinal)}) AS broken";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
