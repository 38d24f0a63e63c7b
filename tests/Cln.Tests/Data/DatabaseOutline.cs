using Cln.Data;
using Cln.Host.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.EntityFrameworkCore.Scaffolding.Metadata;
using Microsoft.EntityFrameworkCore.Sqlite.Scaffolding.Internal;
using Microsoft.EntityFrameworkCore.SqlServer.Scaffolding.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL.Scaffolding.Internal;

namespace Cln.Tests.Data;

/// <summary>What is in a database, a line for each column, key and index, as EF Core's own reverse engineering reads it.</summary>
/// <remarks>Foreign keys go without their names: nothing asks for them, and EF Core's depend on the order in which mappings are applied.</remarks>
internal static class DatabaseOutline
{
    public static IReadOnlyList<string> Of(ClnDbContext db, DatabaseKind kind)
    {
        var model = Reader(db, kind).Create(db.Database.GetDbConnection(), new DatabaseModelFactoryOptions());
        if (kind == DatabaseKind.Sqlite) ReadFilters(db, model);
        return [.. model.Tables.Where(table => table.Name != MigrationTable.Name).SelectMany(Lines).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Lines(DatabaseTable table)
    {
        foreach (var column in table.Columns)
            yield return $"{table.Name}.{column.Name} {column.StoreType}{(column.IsNullable ? "" : " not null")}{(column.ValueGenerated is null ? "" : $" {column.ValueGenerated}")}";
        if (table.PrimaryKey is { } key)
            yield return $"{table.Name} primary key {key.Name} ({Names(key.Columns)})";
        foreach (var index in table.Indexes)
            yield return $"{table.Name} {(index.IsUnique ? "unique " : "")}index {index.Name} ({Names(index.Columns)}{(index.IsDescending.Contains(true) ? " descending" : "")}){Where(index.Filter)}";
        foreach (var unique in table.UniqueConstraints)
            yield return $"{table.Name} unique {unique.Name} ({Names(unique.Columns)})";
        foreach (var foreign in table.ForeignKeys)
            yield return $"{table.Name} foreign key ({Names(foreign.Columns)}) to {foreign.PrincipalTable.Name} ({Names(foreign.PrincipalColumns)}) on delete {OnDelete(foreign)}";
    }

    /// <summary>On SQLite the reader leaves the conditions of indexes out.</summary>
    private static void ReadFilters(ClnDbContext db, DatabaseModel model)
    {
        foreach (var index in model.Tables.SelectMany(table => table.Indexes))
        {
            var sql = db.Database.SqlQuery<string?>($"SELECT sql AS Value FROM sqlite_master WHERE type = 'index' AND name = {index.Name}").AsEnumerable().SingleOrDefault();
            index.Filter = sql?.Split(" WHERE ", 2) is [_, var filter] ? filter : null;
        }
    }

    private static string Names(IEnumerable<DatabaseColumn> columns) => string.Join(", ", columns.Select(column => column.Name));

    /// <summary>To restrict and to do nothing are one where nothing is deferred: the row stays.</summary>
    private static ReferentialAction? OnDelete(DatabaseForeignKey foreign) => foreign.OnDelete == ReferentialAction.Restrict ? ReferentialAction.NoAction : foreign.OnDelete;

    /// <summary>A condition without the spelling: each database, and whoever wrote it, quotes and brackets in another way.</summary>
    private static string Where(string? filter) =>
        filter is null ? "" : $" where {string.Join(' ', filter.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries))}";

#pragma warning disable EF1001 // There is no public way to EF Core's reverse engineering at run time; a change of it would be seen at once, here.
    private static IDatabaseModelFactory Reader(DbContext db, DatabaseKind kind)
    {
        var log = db.GetService<IDiagnosticsLogger<DbLoggerCategory.Scaffolding>>();
        var types = db.GetService<IRelationalTypeMappingSource>();
        return kind switch
        {
            DatabaseKind.Sqlite => new SqliteDatabaseModelFactory(log, types),
            DatabaseKind.Postgres => new NpgsqlDatabaseModelFactory(log),
            _ => new SqlServerDatabaseModelFactory(log, types),
        };
    }
#pragma warning restore EF1001
}
