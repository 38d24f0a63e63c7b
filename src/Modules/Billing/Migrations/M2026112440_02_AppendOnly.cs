using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>What is written in the ledger stays: the database itself refuses to change or delete it.</summary>
[Migration(2026112440_02)]
internal sealed class MakeLedgerAppendOnly : Migration
{
    private static readonly string[] tables = ["billing_ledger_transactions", "billing_ledger_entries"];

    public override void Up()
    {
        IfDatabase(ProcessorIdConstants.Postgres).Execute.Sql(
            """
            CREATE FUNCTION billing_append_only() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '% is append-only: post a correction instead', TG_TABLE_NAME; END $$
            """);
        foreach (var table in tables)
        {
            IfDatabase(ProcessorIdConstants.Postgres).Execute.Sql(
                $"CREATE TRIGGER tr_{table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION billing_append_only()");
            foreach (var change in new[] { "UPDATE", "DELETE" })
            {
                IfDatabase(ProcessorIdConstants.SQLite).Execute.Sql(
                    $"CREATE TRIGGER tr_{table}_no_{change.ToLowerInvariant()} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only: post a correction instead'); END");
            }

            IfDatabase(ProcessorIdConstants.SqlServer).Execute.Sql(
                $"CREATE TRIGGER tr_{table}_append_only ON {table} INSTEAD OF UPDATE, DELETE AS BEGIN THROW 50001, '{table} is append-only: post a correction instead', 1; END");
        }
    }

    public override void Down()
    {
        foreach (var table in tables)
        {
            IfDatabase(ProcessorIdConstants.Postgres).Execute.Sql($"DROP TRIGGER tr_{table}_append_only ON {table}");
            IfDatabase(ProcessorIdConstants.SQLite).Execute.Sql($"DROP TRIGGER tr_{table}_no_update");
            IfDatabase(ProcessorIdConstants.SQLite).Execute.Sql($"DROP TRIGGER tr_{table}_no_delete");
            IfDatabase(ProcessorIdConstants.SqlServer).Execute.Sql($"DROP TRIGGER tr_{table}_append_only");
        }

        IfDatabase(ProcessorIdConstants.Postgres).Execute.Sql("DROP FUNCTION billing_append_only()");
    }
}
