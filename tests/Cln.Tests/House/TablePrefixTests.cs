using System.Reflection;
using System.Text.RegularExpressions;
using Cln.Data;
using Cln.Host.Data;
using Cln.Tests.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cln.Tests.House;

/// <summary>A table says whose it is: a module's name in snake case, or one of the host's own areas.</summary>
public sealed partial class TablePrefixTests
{
    private static readonly string[] HostAreas = ["access", "audit", "data", "documents", "events", "idempotency", "jobs", "mail", "webhooks"];

    [Fact]
    public void Every_table_begins_with_the_name_of_its_owner()
    {
        Assert.Contains(("Cln.Host", "access_resellers"), Tables(BuiltIn.Assemblies));
        Assert.Empty(Strays(Tables(BuiltIn.Assemblies)));
    }

    [Fact]
    public void A_table_under_another_name_is_told()
    {
        Assert.Equal(["planted_things belongs to Cln.Tests: it should begin with tests_."], Strays(Tables([typeof(Host.WrongSetting).Assembly, typeof(TablePrefixTests).Assembly])));
        Assert.Empty(Strays([("Cln.IpLicenses", "ip_licenses_licenses"), ("Cln.Host", "mail_outbox")]));
        Assert.Equal(["ledger belongs to Cln.Host: it should begin with access_, audit_, data_, documents_, events_, idempotency_, jobs_, mail_ or webhooks_."], Strays([("Cln.Host", "ledger")]));
    }

    private static IEnumerable<string> Strays(IEnumerable<(string Owner, string Table)> tables) =>
        from table in tables
        let prefixes = table.Owner == "Cln.Host" ? HostAreas : [SnakeCase(table.Owner.Split('.')[^1])]
        where !prefixes.Any(prefix => table.Table.StartsWith($"{prefix}_", StringComparison.Ordinal))
        select $"{table.Table} belongs to {table.Owner}: it should begin with {string.Join(", ", prefixes[..^1].Select(prefix => $"{prefix}_"))}{(prefixes.Length > 1 ? " or " : "")}{prefixes[^1]}_.";

    /// <summary>The tables by the assembly that maps them: some entities are in Abstractions, for everybody to read.</summary>
    private static List<(string Owner, string Table)> Tables(IReadOnlyList<Assembly> assemblies)
    {
        var options = new DbContextOptionsBuilder<ClnDbContext>();
        options.UseDatabase(DatabaseKind.Sqlite, "Data Source=never-opened");
        using var db = new ClnDbContext(options.Options, new Mappings(assemblies), new Caller());
        var owners = assemblies.SelectMany(assembly => assembly.GetTypes()).SelectMany(Mapped).ToLookup(mapped => mapped.Entity, mapped => mapped.Mapping.Assembly);
        return [.. db.Model.GetEntityTypes().Where(entity => entity.GetTableName() is not null).Select(entity => (
            (owners[entity.ClrType].FirstOrDefault() ?? entity.ClrType.Assembly).GetName().Name!,
            entity.GetTableName()!))];
    }

    private static IEnumerable<(Type Entity, Type Mapping)> Mapped(Type mapping) =>
        mapping.GetInterfaces().Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEntityTypeConfiguration<>)).Select(type => (type.GenericTypeArguments[0], mapping));

    private static string SnakeCase(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordStart();

    private sealed record Planted(long Id);

    private sealed class PlantedMapping : IEntityTypeConfiguration<Planted>
    {
        public void Configure(EntityTypeBuilder<Planted> builder) => builder.ToTable("planted_things");
    }
}
