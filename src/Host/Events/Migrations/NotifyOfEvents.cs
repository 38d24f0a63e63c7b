using FluentMigrator;
using FluentMigrator.Runner.Processors;

namespace Cln.Host.Events.Migrations;

/// <summary>PostgreSQL tells every host of a commit that a log has grown by.</summary>
[Migration(2026112400_06)]
internal sealed class NotifyOfEvents : Migration
{
    public override void Up() => OnPostgres(
        $"""
        CREATE FUNCTION events_heads_notify() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('{PostgresWakeUp.Channel}', NEW.reseller_id::text); RETURN NULL; END $$;
        CREATE TRIGGER events_heads_notify AFTER INSERT OR UPDATE OF last_sequence ON events_heads FOR EACH ROW EXECUTE FUNCTION events_heads_notify();
        """);

    public override void Down() => OnPostgres("DROP TRIGGER events_heads_notify ON events_heads; DROP FUNCTION events_heads_notify();");

    private void OnPostgres(string sql) => IfDatabase(name => name.StartsWith(ProcessorIdConstants.Postgres, StringComparison.OrdinalIgnoreCase)).Execute.Sql(sql);
}
