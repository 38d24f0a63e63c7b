using Cln.Host.Data;

namespace Cln.Tests.Data;

/// <summary>A database for one test, gone after it. A migrated one is copied from a template that the first test to ask for it makes.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TestServer server;

    private TestDatabase(TestServer server, string connectionString)
    {
        this.server = server;
        ConnectionString = connectionString;
    }

    public DatabaseKind Kind => server.Kind;

    public string ConnectionString { get; }

    /// <summary>A folder for this test's data: the SQLite file is in it.</summary>
    public string Folder { get; } = TestFolder.Create();

    /// <summary>The host's settings for this database.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Database:Provider"] = Kind.ToString(),
        ["ConnectionStrings:Cln"] = ConnectionString,
        ["Data:Folder"] = Folder,
    };

    /// <summary>A database with every migration of the built-in modules.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind)
    {
        var of = TestServer.Of(kind);
        return new(of, await of.CopyTemplateAsync());
    }

    /// <summary>A database with nothing in it.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(DatabaseKind kind)
    {
        var of = TestServer.Of(kind);
        return new(of, await of.CreateEmptyAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await server.DropAsync(ConnectionString);
        TestFolder.Delete(Folder);
    }
}
