using FluentMigrator;

namespace Cln.Host.Data.Migrations;

/// <summary>On SQL Server, readers see the last committed version of a row instead of waiting for its writer, as on the other two.</summary>
[Migration(2026112400_00, TransactionBehavior.None)]
internal sealed class UseRowVersions : ForwardOnlyMigration
{
    public override void Up() => IfDatabase(name => name.StartsWith("SqlServer", StringComparison.Ordinal)).Execute.Sql("ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE");
}
