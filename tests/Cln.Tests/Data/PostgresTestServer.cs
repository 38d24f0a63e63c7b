using Cln.Host.Data;
using Npgsql;

namespace Cln.Tests.Data;

internal sealed class PostgresTestServer() : TestServer(DatabaseKind.Postgres)
{
    public static string? Admin { get; } = Environment.GetEnvironmentVariable("CLN_TEST_POSTGRES");

    /// <summary>Ten times the limits of production: a busy machine is no reason for a test to fail.</summary>
    private const string Patience = "-c lock_timeout=20s -c statement_timeout=50s -c idle_in_transaction_session_timeout=100s";

    public override async Task<string> CreateEmptyAsync() => await CreateAsync("template1");

    public override async Task DropAsync(string connectionString)
    {
        await using var pool = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(pool);
        await ExecuteAsync($"DROP DATABASE {pool.Database} WITH (FORCE)");
    }

    protected override async Task<string> CopyAsync(string templateConnectionString) =>
        await CreateAsync(new NpgsqlConnectionStringBuilder(templateConnectionString).Database!);

    private static async Task<string> CreateAsync(string template)
    {
        var name = NewName();
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new NpgsqlConnectionStringBuilder(Admin) { Database = name, Options = Patience }.ConnectionString;
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
