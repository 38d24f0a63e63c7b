using FluentMigrator;

namespace Cln.Data;

/// <summary>Tables whose rows are written once and never again.</summary>
public static class AppendOnly
{
    /// <summary>Makes the database itself refuse to change or delete a row of this table, whoever asks. Call it in the migration that creates the table.</summary>
    public static void MakeAppendOnly(this Migration migration, string table)
    {
        var refusal = $"Rows of {table} are never changed or deleted.";

        foreach (var change in new[] { "update", "delete" })
            migration.IfDatabase(name => name.StartsWith(ProcessorIdConstants.SQLite, StringComparison.OrdinalIgnoreCase)).Execute.Sql($"CREATE TRIGGER {table}_no_{change} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END;");

        // The runner names a database with its version, such as "Postgres15_0".
        migration.IfDatabase(name => name.StartsWith(ProcessorIdConstants.Postgres, StringComparison.OrdinalIgnoreCase)).Execute.Sql(
            $"""
            CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$;
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only();
            """);

        migration.IfDatabase(name => name.StartsWith(ProcessorIdConstants.SqlServer, StringComparison.OrdinalIgnoreCase)).Execute.Sql(
            $"CREATE TRIGGER {table}_append_only ON {table} INSTEAD OF UPDATE, DELETE AS BEGIN SET NOCOUNT ON; THROW 50000, '{refusal}', 1; END;");
    }
}
