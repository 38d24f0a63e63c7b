using Cln.Host.Data;
using Microsoft.Data.SqlClient;

namespace Cln.Tests.Data;

/// <summary>SQL Server copies no databases in passing: each test migrates its own.</summary>
internal sealed class SqlServerTestServer() : TestServer(DatabaseKind.SqlServer)
{
    public static string? Admin { get; } = Environment.GetEnvironmentVariable("CLN_TEST_SQLSERVER");

    public override async Task<string> CreateEmptyAsync()
    {
        var name = NewName();
        await ExecuteAsync($"CREATE DATABASE {name}");
        return new SqlConnectionStringBuilder(Admin) { InitialCatalog = name }.ConnectionString;
    }

    public override async Task DropAsync(string connectionString)
    {
        var name = new SqlConnectionStringBuilder(connectionString).InitialCatalog;
        await ExecuteAsync($"ALTER DATABASE {name} SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE {name}");
    }

    protected override async Task<string> CopyAsync(string templateConnectionString)
    {
        var connectionString = await CreateEmptyAsync();
        await MigrateAsync(connectionString);
        return connectionString;
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqlConnection(Admin);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
