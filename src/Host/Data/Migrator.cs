using System.Reflection;
using Cln.Data;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using Microsoft.Data.Sqlite;

namespace Cln.Host.Data;

/// <summary>Brings the database up to what the composed assemblies need, at the start of each host and by one host at a time.</summary>
internal sealed class Migrator(DatabaseSettings settings, Mappings mappings, DatabaseFile file, ILoggerFactory logs)
{
    /// <summary>Runs the migrations that the database hasn't had yet. On SQLite the host also claims the file, until it ends.</summary>
    /// <exception cref="DatabaseRefused">Another host has the SQLite file, or the database is newer than this build.</exception>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        if (settings.Kind == DatabaseKind.Sqlite) file.Claim();
        await using var turn = await MigrationTurn.TakeAsync(settings, cancellation);
        await using var services = Runner(settings.Kind, ConnectionString(), mappings.Assemblies, logs);
        await using var scope = services.CreateAsyncScope();
        var known = scope.ServiceProvider.GetRequiredService<IMigrationInformationLoader>().LoadMigrations();
        var applied = Applied.In(scope.ServiceProvider).ToList();
        RefuseNewerDatabase(known, applied);
        var runner = scope.ServiceProvider.GetRequiredService<IMigrationRunner>();
        foreach (var number in known.Keys.Except(applied.Select(migration => migration.Number)))
        {
            runner.MigrateUp(number);
            CrashPoint.Hit("C23");
        }
    }

    /// <summary>FluentMigrator, set up for a database; it has a container of its own, which lives as long as the work.</summary>
    public static ServiceProvider Runner(DatabaseKind kind, string connectionString, IEnumerable<Assembly> assemblies, ILoggerFactory logs, Action<IMigrationRunnerBuilder>? also = null) =>
        new ServiceCollection()
            .AddSingleton(logs)
            .AddSingleton<IMigrationSourceItem>(new ComposedMigrations(assemblies))
            .AddFluentMigratorCore()
            .ConfigureRunner(runner =>
            {
                _ = kind switch
                {
                    DatabaseKind.Sqlite => runner.AddSQLite(),
                    DatabaseKind.Postgres => runner.AddPostgres15_0(),
                    _ => runner.AddSqlServer2016(),
                };
                runner
                    .WithGlobalConnectionString(connectionString)
                    .WithGlobalCommandTimeout(TimeSpan.FromMinutes(10))
                    .WithVersionTable(new MigrationTable())
                    .WithRunnerConventions(new MigrationNames());
                also?.Invoke(runner);
            })
            .BuildServiceProvider(validateScopes: true);

    /// <summary>The connection string without the limits of requests: a migration may take its time, and leaves no connection behind.</summary>
    private string ConnectionString() => settings.Kind switch
    {
        DatabaseKind.Sqlite => new SqliteConnectionStringBuilder(settings.ConnectionString) { Pooling = false }.ConnectionString,
        DatabaseKind.Postgres => MigrationTurn.WithoutLimits(settings.ConnectionString),
        _ => settings.ConnectionString,
    };

    /// <summary>A migration of an assembly that is loaded, but not in it, comes from a later version. Those of modules that are off now, and of plug-ins that were removed, are no concern.</summary>
    private void RefuseNewerDatabase(SortedList<long, IMigrationInfo> known, IEnumerable<Applied> applied)
    {
        var loaded = mappings.Assemblies.Select(assembly => assembly.GetName().Name).ToHashSet(StringComparer.Ordinal);
        var newer = applied
            .Where(migration => !known.ContainsKey(migration.Number) && loaded.Contains(migration.Assembly))
            .Select(migration => $"{migration.Number} {migration.Name}")
            .ToList();
        if (newer.Count > 0)
            throw new DatabaseRefused($"The database is newer than this build, which doesn't know its migrations {string.Join(", ", newer)}. Start a build that has them.");
    }
}
