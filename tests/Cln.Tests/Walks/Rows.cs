using System.Text.Json;
using Cln.Data;
using Cln.Host.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cln.Tests.Walks;

/// <summary>The rows of a world, of whatever module, and whose they are.</summary>
internal static class Rows
{
    public static IReadOnlyList<Type> Entities(ClnDbContext db) =>
        [.. db.Model.GetEntityTypes().Select(entity => entity.ClrType).Where(type => type.IsAssignableTo(typeof(IOwned))).OrderBy(type => type.FullName, StringComparer.Ordinal)];

    /// <summary>What this context shows of an entity's rows.</summary>
    public static IQueryable<T> Shown<T>(ClnDbContext db, Type entity) => (IQueryable<T>)typeof(DbContext).GetMethod(nameof(DbContext.Set), [])!.MakeGenericMethod(entity).Invoke(db, null)!;

    /// <summary>A scope whose caller may do everything that a reseller may.</summary>
    public static AsyncServiceScope ScopeOf(this World world, long resellerId)
    {
        var scope = world.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().SignIn("a walk", userId: null, resellerId, Scopes.All);
        return scope;
    }

    /// <summary>Whether this row is the reseller itself or something that it owns.</summary>
    public static bool IsOf(object row, long resellerId) => row is Reseller reseller ? reseller.Id == resellerId : row is IOwned owned && owned.ResellerId == resellerId;

    /// <summary>Every row of every table, those too that the platform hides from everybody.</summary>
    public static async Task<IReadOnlyList<object>> AllAsync(ClnDbContext db)
    {
        List<object> rows = [];
        foreach (var entity in db.Model.GetEntityTypes()) rows.AddRange(await Shown<object>(db, entity.ClrType).IgnoreQueryFilters().ToListAsync());
        return rows;
    }

    /// <summary>The rows as text, so that before can be compared with after.</summary>
    public static async Task<string> DumpAsync(this World world, Func<object, bool> which)
    {
        await world.Services.GetRequiredService<TokenUses>().WriteAsync(CancellationToken.None);
        await using var scope = world.PlatformScope();
        var db = scope.ServiceProvider.GetRequiredService<ClnDbContext>();
        return string.Join('\n', (await AllAsync(db)).Where(which).Select(row => Line(db, row)).Order(StringComparer.Ordinal));
    }

    private static string Line(ClnDbContext db, object row) =>
        $"{row.GetType().Name} {JsonSerializer.Serialize(db.Entry(row).Properties.OrderBy(property => property.Metadata.Name, StringComparer.Ordinal).ToDictionary(property => property.Metadata.Name, property => property.CurrentValue?.ToString(), StringComparer.Ordinal))}";
}
