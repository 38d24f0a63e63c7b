using System.Data.Common;
using Microsoft.Data.SqlClient;
using Npgsql;

namespace Cln.Host.Data;

/// <summary>Lets hosts that start together migrate one after the other: a lock of the session in the database, freed when the connection closes, whatever closes it.</summary>
internal sealed class MigrationTurn(DbConnection? connection) : IAsyncDisposable
{
    /// <summary>Waits for the turn. SQLite needs none: its file has one host.</summary>
    public static async Task<MigrationTurn> TakeAsync(DatabaseSettings settings, CancellationToken cancellation)
    {
        var turn = new MigrationTurn(settings.Kind switch
        {
            DatabaseKind.Postgres => new NpgsqlConnection(WithoutLimits(settings.ConnectionString)),
            DatabaseKind.SqlServer => new SqlConnection(settings.ConnectionString),
            _ => null,
        });
        await turn.WaitAsync(cancellation);
        return turn;
    }

    /// <summary>The connection string with the limits of a request's statements lifted, and without the pool.</summary>
    public static string WithoutLimits(string postgres)
    {
        var connection = new NpgsqlConnectionStringBuilder(postgres) { Pooling = false, CommandTimeout = 0 };
        connection.Options += " -c lock_timeout=0 -c statement_timeout=0 -c idle_in_transaction_session_timeout=0";
        return connection.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null) await connection.DisposeAsync();
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        if (connection is null) return;
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = connection is NpgsqlConnection
            ? "SELECT pg_advisory_lock(hashtext('cln migrations'))"
            : "EXEC sp_getapplock @Resource = 'cln migrations', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = -1";
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
