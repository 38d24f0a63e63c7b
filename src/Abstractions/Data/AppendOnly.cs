using FluentMigrator;

namespace Cln.Data;

/// <summary>Tables whose rows are written once and never again.</summary>
public static class AppendOnly
{
    /// <summary>Makes the database itself refuse to change or delete a row of this table, whoever asks. Call it in the migration that creates the table.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="table">The table.</param>
    /// <param name="keptForEver">False where a job takes rows out when they are old: then only changes are refused.</param>
    public static void MakeAppendOnly(this Migration migration, string table, bool keptForEver = true)
    {
        var refusal = $"Rows of {table} are never changed{(keptForEver ? " or deleted" : "")}.";

        foreach (var change in keptForEver ? ["update", "delete"] : new[] { "update" })
            migration.IfDatabase(name => name.StartsWith(ProcessorIdConstants.SQLite, StringComparison.OrdinalIgnoreCase)).Execute.Sql($"CREATE TRIGGER {table}_no_{change} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END;");

        // The runner names a database with its version, such as "Postgres15_0".
        migration.IfDatabase(name => name.StartsWith(ProcessorIdConstants.Postgres, StringComparison.OrdinalIgnoreCase)).Execute.Sql(
            $"""
            CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$;
            CREATE TRIGGER {table}_append_only BEFORE UPDATE{(keptForEver ? " OR DELETE OR TRUNCATE" : "")} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only();
            """);

        migration.IfDatabase(name => name.StartsWith(ProcessorIdConstants.SqlServer, StringComparison.OrdinalIgnoreCase)).Execute.Sql(
            $"CREATE TRIGGER {table}_append_only ON {table} INSTEAD OF UPDATE{(keptForEver ? ", DELETE" : "")} AS BEGIN SET NOCOUNT ON; THROW 50000, '{refusal}', 1; END;");
    }
}
