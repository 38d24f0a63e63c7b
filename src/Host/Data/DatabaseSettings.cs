using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cln.Host.Data;

/// <summary>The databases that the platform runs on.</summary>
public enum DatabaseKind
{
    /// <summary>A file beside the host, for one host. The default.</summary>
    Sqlite,
    Postgres,
    SqlServer,
}

/// <summary>Where the data is.</summary>
/// <param name="Kind"><c>Database:Provider</c>.</param>
/// <param name="ConnectionString"><c>ConnectionStrings:Cln</c>, completed by what each database needs of every connection.</param>
/// <param name="Folder"><c>Data:Folder</c>, an absolute path: the SQLite file, keys, mail.</param>
internal sealed record DatabaseSettings(DatabaseKind Kind, string ConnectionString, string Folder)
{
    /// <exception cref="WrongSetting">A setting is missing or isn't of the form that it takes.</exception>
    public static DatabaseSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var folder = Path.GetFullPath(configuration["Data:Folder"] ?? "data", environment.ContentRootPath);
        var kind = KindOf(configuration);
        var text = configuration.GetConnectionString("Cln");
        return new(kind, kind switch
        {
            DatabaseKind.Sqlite => Sqlite(text, folder),
            DatabaseKind.Postgres => Postgres(text),
            _ => SqlServer(text),
        }, folder);
    }

    /// <exception cref="WrongSetting">There is no such database.</exception>
    public static DatabaseKind KindOf(IConfiguration configuration) => configuration["Database:Provider"] switch
    {
        null or "" or nameof(DatabaseKind.Sqlite) => DatabaseKind.Sqlite,
        nameof(DatabaseKind.Postgres) => DatabaseKind.Postgres,
        nameof(DatabaseKind.SqlServer) => DatabaseKind.SqlServer,
        var name => throw WrongSetting.Value("Database:Provider", name, "Sqlite, Postgres or SqlServer"),
    };

    private static string Sqlite(string? text, string folder)
    {
        var connection = Parse<SqliteConnectionStringBuilder>(string.IsNullOrWhiteSpace(text) ? "Data Source=cln.db" : text, "the file of the database, such as \"Data Source=cln.db\"");
        if (connection.DataSource is "" or ":memory:" || connection.Mode == SqliteOpenMode.Memory)
            throw new WrongSetting("ConnectionStrings:Cln", "wrong", "the file of the database, such as \"Data Source=cln.db\": a database in memory would be another one for each connection");
        connection.DataSource = Path.GetFullPath(connection.DataSource, folder);
        connection.ForeignKeys = true;
        connection.DefaultTimeout = 5;
        return connection.ConnectionString;
    }

    private static string Postgres(string? text)
    {
        var connection = Parse<NpgsqlConnectionStringBuilder>(text, "a connection string of PostgreSQL, such as \"Host=localhost;Database=cln;Username=cln\"");
        connection.Options ??= "-c lock_timeout=2s -c statement_timeout=5s -c idle_in_transaction_session_timeout=10s";
        if (connection.KeepAlive == 0) connection.KeepAlive = 15;
        return connection.ConnectionString;
    }

    private static string SqlServer(string? text)
    {
        var connection = Parse<SqlConnectionStringBuilder>(text, "a connection string of SQL Server, such as \"Server=localhost;Database=cln;Integrated Security=true\"");
        if (!connection.ShouldSerialize("Command Timeout")) connection.CommandTimeout = 5;
        return connection.ConnectionString;
    }

    /// <summary>The value isn't repeated in the message, as it may hold a password.</summary>
    private static T Parse<T>(string? text, string takes)
        where T : DbConnectionStringBuilder, new()
    {
        if (string.IsNullOrWhiteSpace(text)) throw WrongSetting.Missing("ConnectionStrings:Cln", takes);
        try
        {
            return new T { ConnectionString = text };
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new WrongSetting("ConnectionStrings:Cln", $"wrong ({error.Message})", takes);
        }
    }
}
