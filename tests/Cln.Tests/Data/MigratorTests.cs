using Cln.Data;
using Cln.Host.Data;
using FluentMigrator;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cln.Tests.Data;

public sealed class MigratorTests
{
    [EveryDatabase]
    public async Task A_second_start_finds_nothing_to_do(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var before = await AppliedAsync(database);

        await MigrateAsync(database, new Mappings(BuiltIn.Assemblies));

        Assert.Contains("Cln.Host/CreateResellers", before);
        Assert.Equal(before, await AppliedAsync(database));
    }

    [EveryDatabase(ServersOnly = true)]
    public async Task Hosts_that_start_together_migrate_in_turn(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(kind);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => MigrateAsync(database, new Mappings(BuiltIn.Assemblies)))));

        Assert.Contains("Cln.Host/CreateResellers", await AppliedAsync(database));
    }

    [EveryDatabase]
    public async Task A_database_from_a_later_build_is_refused_by_the_migration_that_this_one_lacks(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await NoteAsync(database, "Cln.Host/FromTheFuture");

        var refusal = await Assert.ThrowsAsync<DatabaseRefused>(() => MigrateAsync(database, new Mappings(BuiltIn.Assemblies)));

        Assert.Equal("The database is newer than this build, which doesn't know its migrations 2099010100 Cln.Host/FromTheFuture. Start a build that has them.", refusal.Message);
    }

    [EveryDatabase]
    public async Task Migrations_of_a_module_that_is_off_are_no_concern(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await NoteAsync(database, "Some.PlugIn/CreateThings");

        await MigrateAsync(database, new Mappings([typeof(Migrator).Assembly]));

        Assert.Contains("Some.PlugIn/CreateThings", await AppliedAsync(database));
    }

    [EveryDatabase]
    public async Task A_migration_that_fails_leaves_nothing_behind_and_stops_the_start(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var before = await AppliedAsync(database);

        await Assert.ThrowsAnyAsync<Exception>(() => MigrateAsync(database, new Mappings([typeof(MigratorTests).Assembly])));

        Assert.Equal(before, await AppliedAsync(database));
        await using var db = Open(database);
        await Assert.ThrowsAnyAsync<Exception>(() => db.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM half_done").ToListAsync());
    }

    private static async Task MigrateAsync(TestDatabase database, Mappings mappings)
    {
        var settings = new DatabaseSettings(database.Kind, database.ConnectionString, database.Folder);
        using var file = new DatabaseFile(settings);
        await new Migrator(settings, mappings, file, NullLoggerFactory.Instance).MigrateAsync(default);
    }

    /// <summary>The migrations that a database has had, in their order.</summary>
    internal static async Task<List<string>> AppliedAsync(TestDatabase database)
    {
        await using var db = Open(database);
        return await db.Database.SqlQueryRaw<string>("SELECT name AS \"Value\" FROM data_migrations ORDER BY number").ToListAsync();
    }

    private static async Task NoteAsync(TestDatabase database, string name)
    {
        await using var db = Open(database);
        await db.Database.ExecuteSqlAsync($"INSERT INTO data_migrations (number, name) VALUES (2099010100, {name})");
    }

    private static ClnDbContext Open(TestDatabase database)
    {
        var options = new DbContextOptionsBuilder<ClnDbContext>();
        options.UseDatabase(database.Kind, database.ConnectionString);
        return new(options.Options, new Mappings(BuiltIn.Assemblies), new Caller());
    }

    [Migration(2099010200)]
    internal sealed class HalfDone : ForwardOnlyMigration
    {
        public override void Up()
        {
            Create.Table("half_done").WithColumn("id").AsInt64().NotNullable();
            Execute.Sql("this is no statement");
        }
    }
}
