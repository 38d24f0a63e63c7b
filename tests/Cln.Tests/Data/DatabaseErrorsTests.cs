using System.Data;
using Cln.Data;
using Cln.Host.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Data;

public sealed class DatabaseErrorsTests
{
    [EveryDatabase]
    public async Task A_row_that_is_there_already_is_told_by_the_index_that_refused_it(DatabaseKind kind)
    {
        await using var database = await ThingsAsync(kind);

        var same = await FailAsync(database, "INSERT INTO things (id, owner, name) VALUES (2, 1, 'one')");
        var key = await FailAsync(database, "INSERT INTO things (id, owner, name) VALUES (1, 2, 'two')");
        var missing = await FailAsync(database, "INSERT INTO things (id, owner) VALUES (3, 3)");

        Assert.True(DatabaseErrors.IsUniqueViolation(new DbUpdateException("saving", same), out var constraint));
        Assert.Equal("ix_things_owner_name", constraint);
        Assert.True(DatabaseErrors.IsUniqueViolation(key, out constraint));
        Assert.Equal("pk_things", constraint);
        Assert.False(DatabaseErrors.IsUniqueViolation(missing, out constraint));
        Assert.Null(constraint);
        Assert.DoesNotContain(new[] { same, key, missing }, DatabaseErrors.IsTransient);
    }

    [EveryDatabase]
    public async Task A_row_that_another_needs_is_missed_and_nothing_else(DatabaseKind kind)
    {
        await using var database = await ThingsAsync(kind);
        await using (var db = Open(database)) await db.Database.ExecuteSqlRawAsync("CREATE TABLE parts (thing INTEGER NOT NULL CONSTRAINT fk_parts_things REFERENCES things (id))");

        var missing = await FailAsync(database, "INSERT INTO parts (thing) VALUES (7)");
        var same = await FailAsync(database, "INSERT INTO things (id, owner, name) VALUES (2, 1, 'one')");

        Assert.True(DatabaseErrors.IsMissingReference(new DbUpdateException("saving", missing)));
        Assert.False(DatabaseErrors.IsMissingReference(same));
        Assert.False(DatabaseErrors.IsUniqueViolation(missing, out _));
    }

    [EveryDatabase]
    public async Task A_row_that_somebody_else_holds_is_transient(DatabaseKind kind)
    {
        await using var database = await ThingsAsync(kind);
        await using var holder = Open(database);
        await using var held = await holder.Database.BeginTransactionAsync();
        await holder.Database.ExecuteSqlRawAsync("UPDATE things SET name = 'held' WHERE id = 1");

        await using var other = Open(database);
        await other.Database.OpenConnectionAsync();
        await other.Database.ExecuteSqlRawAsync(kind switch
        {
            DatabaseKind.Sqlite => "PRAGMA busy_timeout=1",
            DatabaseKind.Postgres => "SET lock_timeout='10ms'",
            _ => "SET LOCK_TIMEOUT 10",
        });
        other.Database.SetCommandTimeout(1);
        var waited = await Assert.ThrowsAnyAsync<Exception>(() => other.Database.ExecuteSqlRawAsync("UPDATE things SET name = 'mine' WHERE id = 1"));

        Assert.True(DatabaseErrors.IsTransient(waited), waited.ToString());
        Assert.False(DatabaseErrors.IsUniqueViolation(waited, out _));
    }

    [EveryDatabase(ServersOnly = true)]
    public async Task Two_transactions_that_each_read_what_the_other_writes_are_transient_when_serialized(DatabaseKind kind)
    {
        await using var database = await ThingsAsync(kind);
        await using var one = Open(database);
        await using var two = Open(database);
        await using var first = await one.Database.BeginTransactionAsync(IsolationLevel.Snapshot);
        await using var second = await two.Database.BeginTransactionAsync(IsolationLevel.Snapshot);
        await two.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM things").ToListAsync();
        await one.Database.ExecuteSqlRawAsync("UPDATE things SET name = 'first' WHERE id = 1");
        await first.CommitAsync();

        var lost = await Assert.ThrowsAnyAsync<Exception>(() => two.Database.ExecuteSqlRawAsync("UPDATE things SET name = 'second' WHERE id = 1"));

        Assert.True(DatabaseErrors.IsTransient(lost), lost.ToString());
    }

    [Fact]
    public void A_concurrency_conflict_is_transient_and_a_mistake_is_not()
    {
        Assert.True(DatabaseErrors.IsTransient(new DbUpdateConcurrencyException("changed meanwhile")));
        Assert.False(DatabaseErrors.IsTransient(new InvalidOperationException("ours", new ArgumentException("really"))));
    }

    private static async Task<TestDatabase> ThingsAsync(DatabaseKind kind)
    {
        var database = await TestDatabase.CreateEmptyAsync(kind);
        await using var db = Open(database);
        await db.Database.ExecuteSqlRawAsync(
            """
            CREATE TABLE things (id INTEGER NOT NULL CONSTRAINT pk_things PRIMARY KEY, owner INTEGER NOT NULL, name VARCHAR(10) NOT NULL);
            CREATE UNIQUE INDEX ix_things_owner_name ON things (owner, name);
            INSERT INTO things (id, owner, name) VALUES (1, 1, 'one');
            """);
        return database;
    }

    private static async Task<Exception> FailAsync(TestDatabase database, string sql)
    {
        await using var db = Open(database);
        return await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlRawAsync(sql));
    }

    private static ClnDbContext Open(TestDatabase database)
    {
        var options = new DbContextOptionsBuilder<ClnDbContext>();
        options.UseDatabase(database.Kind, database.ConnectionString);
        return new(options.Options, new Mappings(BuiltIn.Assemblies), new Caller());
    }
}
