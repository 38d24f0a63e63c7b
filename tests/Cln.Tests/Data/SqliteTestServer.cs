using Cln.Host.Data;
using Microsoft.Data.Sqlite;

namespace Cln.Tests.Data;

internal sealed class SqliteTestServer() : TestServer(DatabaseKind.Sqlite)
{
    public override Task<string> CreateEmptyAsync() => Task.FromResult(At(TestFolder.Create()));

    public override Task DropAsync(string connectionString)
    {
        using (var connection = new SqliteConnection(connectionString)) SqliteConnection.ClearPool(connection);
        TestFolder.Delete(Path.GetDirectoryName(File(connectionString))!);
        return Task.CompletedTask;
    }

    protected override Task<string> CopyAsync(string templateConnectionString)
    {
        var copy = At(TestFolder.Create());
        System.IO.File.Copy(File(templateConnectionString), File(copy));
        return Task.FromResult(copy);
    }

    private static string At(string folder) => new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "cln.db") }.ConnectionString;

    private static string File(string connectionString) => new SqliteConnectionStringBuilder(connectionString).DataSource;
}
