using Cln.Data;
using Cln.Host.Data;
using Microsoft.EntityFrameworkCore;

namespace Cln.Tests.Data;

/// <summary>The migrations and the mappings are written by hand, twice over: here they meet.</summary>
public sealed class MigratedSchemaTests
{
    [EveryDatabase]
    public async Task The_migrations_make_the_tables_that_the_mappings_describe(DatabaseKind kind)
    {
        await using var migrated = await TestDatabase.CreateAsync(kind);

        AssertSame(await DescribedAsync(kind), Outline(migrated));
    }

    [EveryDatabase]
    public async Task Each_column_key_and_index_that_one_of_them_lacks_is_told(DatabaseKind kind)
    {
        await using var migrated = await TestDatabase.CreateAsync(kind);
        var before = Outline(migrated);
        await using (var db = Open(migrated))
        {
            await db.Database.ExecuteSqlRawAsync(
                """
                CREATE TABLE planted (id INTEGER NOT NULL CONSTRAINT pk_planted PRIMARY KEY, reseller_id BIGINT NULL CONSTRAINT fk_planted_access_resellers_reseller_id REFERENCES access_resellers (id));
                CREATE INDEX ix_planted_reseller_id ON planted (reseller_id) WHERE reseller_id > 5;
                """);
        }

        var told = Differences(before, Outline(migrated));

        Assert.Equal(5, told.Count);
        Assert.All(told, line => Assert.StartsWith("only migrated: planted", line, StringComparison.Ordinal));
        Assert.Contains(told, line => line.Contains("ix_planted_reseller_id (reseller_id) where reseller_id", StringComparison.Ordinal));
        Assert.Contains(told, line => line.Contains("(reseller_id) to access_resellers (id)", StringComparison.Ordinal));
        Assert.Contains(told, line => line.Contains("planted.id", StringComparison.Ordinal) && line.Contains("not null", StringComparison.Ordinal));
    }

    private static void AssertSame(IReadOnlyList<string> described, IReadOnlyList<string> migrated)
    {
        Assert.NotEmpty(described);
        var differences = Differences(described, migrated);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Prepend("The mappings and the migrations differ:")));
    }

    private static List<string> Differences(IReadOnlyList<string> described, IReadOnlyList<string> migrated) =>
    [
        .. described.Except(migrated).Select(line => $"only mapped:   {line}"),
        .. migrated.Except(described).Select(line => $"only migrated: {line}"),
    ];

    private static async Task<IReadOnlyList<string>> DescribedAsync(DatabaseKind kind)
    {
        await using var described = await TestDatabase.CreateEmptyAsync(kind);
        await using (var db = Open(described)) await db.Database.EnsureCreatedAsync();
        return Outline(described);
    }

    private static IReadOnlyList<string> Outline(TestDatabase database)
    {
        using var db = Open(database);
        return DatabaseOutline.Of(db, database.Kind);
    }

    private static ClnDbContext Open(TestDatabase database)
    {
        var options = new DbContextOptionsBuilder<ClnDbContext>();
        options.UseDatabase(database.Kind, database.ConnectionString);
        return new(options.Options, new Mappings(BuiltIn.Assemblies), new Caller());
    }
}
