using System.Reflection;
using Cln.Data;
using Cln.Host.Data;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cln.Tests.Data;

/// <summary>What makes and drops databases of one kind.</summary>
internal abstract class TestServer(DatabaseKind kind)
{
    private static readonly Dictionary<DatabaseKind, TestServer> Servers = new()
    {
        [DatabaseKind.Sqlite] = new SqliteTestServer(),
        [DatabaseKind.Postgres] = new PostgresTestServer(),
        [DatabaseKind.SqlServer] = new SqlServerTestServer(),
    };

    private readonly Lazy<Task<string>> template = new(() => Servers[kind].CreateTemplateAsync());

    public DatabaseKind Kind => kind;

    public static TestServer Of(DatabaseKind kind) => Servers[kind];

    /// <summary>Why there is no such database in this run; null when there is.</summary>
    public static string? WhyMissing(DatabaseKind kind) => kind switch
    {
        DatabaseKind.Postgres when PostgresTestServer.Admin is null => "No PostgreSQL: bin/test starts one, or set CLN_TEST_POSTGRES to an administrator's connection string.",
        DatabaseKind.SqlServer when SqlServerTestServer.Admin is null => "No SQL Server: set CLN_TEST_SQLSERVER to an administrator's connection string.",
        _ => null,
    };

    public async Task<string> CopyTemplateAsync() => await CopyAsync(await template.Value);

    /// <summary>Makes an empty database, and answers with its connection string.</summary>
    public abstract Task<string> CreateEmptyAsync();

    public abstract Task DropAsync(string connectionString);

    /// <summary>Makes a copy of a database that nobody is connected to.</summary>
    protected abstract Task<string> CopyAsync(string templateConnectionString);

    /// <summary>A name that no other run uses.</summary>
    protected static string NewName() => $"cln_test_{Guid.NewGuid():n}";

    protected async Task MigrateAsync(string connectionString)
    {
        var settings = new DatabaseSettings(kind, connectionString, TestFolder.Create());
        using var file = new DatabaseFile(settings);
        await new Migrator(settings, new Mappings(BuiltIn.Assemblies), file, NullLoggerFactory.Instance).MigrateAsync(default);
    }

    private async Task<string> CreateTemplateAsync()
    {
        var connectionString = await CreateEmptyAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => DropAsync(connectionString).GetAwaiter().GetResult();
        await MigrateAsync(connectionString);
        return connectionString;
    }
}

/// <summary>The host's assembly and those of its modules.</summary>
internal static class BuiltIn
{
    public static IReadOnlyList<Assembly> Modules { get; } =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "Cln.*.dll").Order(StringComparer.Ordinal)
            .Select(file => Assembly.Load(Path.GetFileNameWithoutExtension(file)))
            .Where(assembly => assembly.GetExportedTypes().Any(type => type.IsAssignableTo(typeof(IModule)) && type.IsClass)),
    ];

    public static IReadOnlyList<Assembly> Assemblies { get; } = [typeof(Migrator).Assembly, .. Modules];
}
