using System.Data;
using FluentMigrator.Runner;

namespace Cln.Host.Data;

/// <summary>A migration that the database has had, as it noted it.</summary>
/// <param name="Number">As in <c>[Migration]</c>.</param>
/// <param name="Name">Assembly and class, such as <c>Cln.Billing/CreateLedger</c>.</param>
internal sealed record Applied(long Number, string Name)
{
    public string Assembly => Name.Split('/')[0];

    public static string NameOf(Type migration) => $"{migration.Assembly.GetName().Name}/{migration.Name}";

    public static IEnumerable<Applied> In(IServiceProvider services)
    {
        var database = services.GetRequiredService<IMigrationRunner>().Processor;
        var table = new MigrationTable();
        if (!database.TableExists(null, table.TableName)) return [];
        using var data = database.ReadTableData(null, table.TableName);
        return [.. data.Tables[0].Rows.Cast<DataRow>().Select(row => new Applied((long)row[table.ColumnName], (string)row[table.DescriptionColumnName]))];
    }
}
