using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cln.Host.Data;

/// <summary>Settings that a connection needs each time it is opened. (PostgreSQL takes its own in the connection string.)</summary>
internal sealed class Session(string settings) : DbConnectionInterceptor
{
    /// <summary>
    /// Durable at each commit, foreign keys checked, and a second writer waits for five seconds. A damaged page or a function
    /// smuggled into the file's schema is an error.
    /// </summary>
    public static readonly Session Sqlite = new(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;");

    /// <summary>An error ends the whole transaction, and a lock is waited for two seconds.</summary>
    public static readonly Session SqlServer = new("SET XACT_ABORT ON; SET LOCK_TIMEOUT 2000;");

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Command(connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = Command(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private DbCommand Command(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = settings;
        return command;
    }
}
