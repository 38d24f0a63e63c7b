using System.Data;
using Cln.Data;
using FluentMigrator;

namespace Cln.Host.Events.Migrations;

[Migration(2026112400_02)]
internal sealed class CreateEventLog : AutoReversingMigration
{
    public override void Up()
    {
        Create.Table("events_log")
            .WithId("pk_events_log")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("sequence").AsInt64().NotNullable()
            .WithColumn("type").AsString(100).NotNullable()
            .WithColumn("at").AsInstant().NotNullable()
            .WithColumn("body").AsText().NotNullable()
            .WithColumn("subject_type").AsString(100).Nullable()
            .WithColumn("subject_id").AsInt64().Nullable();
        Create.Index("ix_events_log_reseller_id_sequence").OnTable("events_log").OnColumn("reseller_id").Ascending().OnColumn("sequence").Ascending().WithOptions().Unique();

        Create.Table("events_heads")
            .WithColumn("reseller_id").AsInt64().NotNullable().PrimaryKey("pk_events_heads")
            .WithColumn("last_sequence").AsInt64().NotNullable();

        Create.Table("events_deliveries")
            .WithId("pk_events_deliveries")
            .WithColumn("event_id").AsInt64().NotNullable().ForeignKey("fk_events_deliveries_events_log_event_id", "events_log", "id").OnDelete(Rule.None)
            .WithColumn("handler").AsString(200).NotNullable()
            .WithColumn("done_at").AsInstant().Nullable()
            .WithColumn("attempts").AsInt32().NotNullable()
            .WithColumn("next_attempt_at").AsInstant().Nullable();
        Create.Index("ix_events_deliveries_event_id").OnTable("events_deliveries").OnColumn("event_id").Ascending();
        Create.Index("ix_events_deliveries_next_attempt_at").OnTable("events_deliveries").OnColumn("next_attempt_at").Ascending();
    }
}
