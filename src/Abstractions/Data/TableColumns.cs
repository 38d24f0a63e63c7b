using FluentMigrator.Builders;
using FluentMigrator.Builders.Create.Table;
using FluentMigrator.Infrastructure;

namespace Cln.Data;

/// <summary>Column types for migrations, one for each of the platform's own types, as <see cref="Columns"/> stores them.</summary>
public static class TableColumns
{
    /// <summary>The 64-bit key that the database counts up.</summary>
    public static ICreateTableColumnOptionOrWithColumnSyntax WithId(this ICreateTableWithColumnSyntax table, string primaryKey) =>
        table.WithColumn("id").AsInt64().NotNullable().PrimaryKey(primaryKey).Identity();

    /// <summary>Cents.</summary>
    public static TNext AsMoney<TNext>(this IColumnTypeSyntax<TNext> column)
        where TNext : IFluentSyntax => column.AsInt64();

    /// <summary>Milliseconds since 1970, UTC.</summary>
    public static TNext AsInstant<TNext>(this IColumnTypeSyntax<TNext> column)
        where TNext : IFluentSyntax => column.AsInt64();

    /// <summary>"2027-01-31".</summary>
    public static TNext AsDay<TNext>(this IColumnTypeSyntax<TNext> column)
        where TNext : IFluentSyntax => column.AsString(10);

    public static ICreateTableColumnOptionOrWithColumnSyntax AsIpAddress(this ICreateTableColumnAsTypeSyntax column) => column.AsString(45);

    /// <summary>The name of an enum's value.</summary>
    public static TNext AsEnum<TNext>(this IColumnTypeSyntax<TNext> column)
        where TNext : IFluentSyntax => column.AsString(32);

    /// <summary>Text without a limit of its own.</summary>
    public static TNext AsText<TNext>(this IColumnTypeSyntax<TNext> column)
        where TNext : IFluentSyntax => column.AsString(int.MaxValue);
}
