using Cln.Data;
using Cln.Host.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Data;

public sealed class SqlServerTooTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private ServiceProvider services = null!;
    private ClnDbContext db = null!;
    private SqlServerToo.Findings findings = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var collection = new ServiceCollection();
        collection.AddScoped<Caller>().AddSingleton(new Mappings(BuiltIn.Assemblies));
        collection.AddDbContext<ClnDbContext>(options => options.UseDatabase(database.Kind, database.ConnectionString));
        SqlServerToo.AddTo(collection);
        services = collection.BuildServiceProvider();
        db = services.CreateScope().ServiceProvider.GetRequiredService<ClnDbContext>();
        findings = services.GetRequiredService<SqlServerToo.Findings>();
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Queries_of_every_kind_are_let_through()
    {
        long[] ids = [1, 2];
        List<string> names = ["a"];
        IReadOnlyList<ResellerState> states = [ResellerState.Active];
        var (name, since, state, resellers) = ("a", DateTimeOffset.UnixEpoch, (ResellerState?)ResellerState.Active, db.Resellers);

        Assert.Empty(await db.Resellers.Where(r => ids.Contains(r.Id) && names.Contains(r.Name) && states.Contains(r.State) && r.CreatedAt > since && r.State == state).ToListAsync());
        Assert.Equal(0, await db.Resellers.OfEveryReseller().CountAsync(r => r.Name.StartsWith(name)));
        Assert.Null(await db.Resellers.OrderBy(r => r.Name).Skip(1).FirstOrDefaultAsync(r => resellers.Any(other => other.Country == r.Country)));
        Assert.Empty(await db.Resellers.GroupBy(r => r.Country).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key));
        Assert.False(await db.Resellers.AnyAsync());
        Assert.Equal(0, await db.Resellers.Where(r => r.Name == name).ExecuteUpdateAsync(set => set.SetProperty(r => r.City, name)));
        Assert.Equal(0, await db.Resellers.Where(r => r.CreatedAt < since).ExecuteDeleteAsync());
        Assert.Null(await db.Resellers.FindAsync(5L));
        Assert.Null(await db.Set<Cln.Billing.UsageMonth>().FindAsync(5L, new DateOnly(2027, 1, 1), "key"));
        Assert.Empty(await db.Resellers.FromSql($"SELECT * FROM access_resellers WHERE name = {name}").ToListAsync());
        Assert.Equal([1], await db.Database.SqlQuery<int>($"SELECT 1 AS Value").ToListAsync());

        findings.AssertNone();
    }

    [Fact]
    public async Task SQL_for_one_database_that_says_so_is_let_through()
    {
        Assert.Equal([1], await db.Database.SqlQueryRaw<int>("/* Sqlite */ SELECT 1 AS Value LIMIT 1").ToListAsync());

        findings.AssertNone();
    }

    [Fact]
    public async Task SQL_that_is_no_SQL_for_SQL_Server_is_told()
    {
        Assert.Equal([1], await db.Database.SqlQueryRaw<int>("SELECT 1 AS Value LIMIT 1").ToListAsync());

        Assert.StartsWith("Line 1: Incorrect syntax near", Assert.Single(findings), StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(findings.AssertNone);
    }

    [Fact]
    public async Task A_query_that_only_this_database_translates_is_told()
    {
        Assert.Empty(await db.Resellers.Where(r => EF.Functions.Glob(r.Name, "a*")).ToListAsync());

        Assert.Contains("Translation of method 'Microsoft.EntityFrameworkCore.SqliteDbFunctionsExtensions.Glob' failed", Assert.Single(findings), StringComparison.Ordinal);
    }
}
