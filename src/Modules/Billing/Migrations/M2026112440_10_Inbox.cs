using Cln.Data;
using FluentMigrator;

namespace Cln.Billing.Migrations;

/// <summary>What gateways tell of by themselves, and until when they were asked for what they couldn't deliver.</summary>
[Migration(2026112440_10)]
internal sealed class CreateInbox : Migration
{
    public override void Up()
    {
        Create.Table("billing_inbox_events")
            .WithId("pk_billing_inbox_events")
            .WithColumn("gateway").AsString(32).NotNullable()
            .WithColumn("event_id").AsString(200).NotNullable()
            .WithColumn("type").AsString(100).NotNullable()
            .WithColumn("about").AsString(2100).NotNullable()
            .WithColumn("payment_key").AsString(64).Nullable()
            .WithColumn("delivery_id").AsString(200).Nullable()
            .WithColumn("body_hash").AsString(64).Nullable()
            .WithColumn("received_at").AsInstant().NotNullable()
            .WithColumn("state").AsEnum().NotNullable()
            .WithColumn("next_try_at").AsInstant().Nullable()
            .WithColumn("failures").AsInt32().NotNullable()
            .WithColumn("problem").AsString(500).Nullable();
        Create.Index("ix_billing_inbox_events_gateway_event_id").OnTable("billing_inbox_events")
            .OnColumn("gateway").Ascending().OnColumn("event_id").Ascending().WithOptions().Unique();
        Create.Index("ix_billing_inbox_events_next_try_at").OnTable("billing_inbox_events").OnColumn("next_try_at").Ascending();
        Execute.Sql("CREATE UNIQUE INDEX ix_billing_inbox_events_gateway_delivery_id ON billing_inbox_events (gateway, delivery_id) WHERE delivery_id IS NOT NULL");

        Create.Table("billing_catch_up_marks")
            .WithColumn("gateway").AsString(32).NotNullable().PrimaryKey("pk_billing_catch_up_marks")
            .WithColumn("at").AsInstant().NotNullable();

        // By which an event finds its payment before the gateway's name for it is known here.
        Create.Index("ix_billing_payments_gateway_key").OnTable("billing_payments").OnColumn("gateway_key").Ascending();
    }

    public override void Down() => throw new NotSupportedException("Migrations only go up.");
}
