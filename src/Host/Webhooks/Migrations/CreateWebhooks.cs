using System.Data;
using Cln.Data;
using FluentMigrator;

namespace Cln.Host.Webhooks.Migrations;

[Migration(2026112400_20)]
internal sealed class CreateWebhooks : AutoReversingMigration
{
    public override void Up()
    {
        Create.Table("webhooks_endpoints")
            .WithId("pk_webhooks_endpoints")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("url").AsString(500).NotNullable()
            .WithColumn("description").AsString(200).Nullable()
            .WithColumn("event_list").AsString(4000).Nullable()
            .WithColumn("document").AsString(1000).NotNullable()
            .WithColumn("state").AsEnum().NotNullable()
            .WithColumn("disabled_because").AsEnum().Nullable()
            .WithColumn("disabled_at").AsInstant().Nullable()
            .WithColumn("failing_since").AsInstant().Nullable()
            .WithColumn("right_list").AsString(400).NotNullable()
            .WithColumn("user_id").AsInt64().NotNullable()
            .WithColumn("token_id").AsInt64().Nullable()
            .WithColumn("secret").AsString(100).NotNullable()
            .WithColumn("signing_key").AsString(100).NotNullable()
            .WithColumn("old_secret").AsString(100).Nullable()
            .WithColumn("old_signing_key").AsString(100).Nullable()
            .WithColumn("old_secret_ends_at").AsInstant().Nullable()
            .WithColumn("created_at").AsInstant().NotNullable()
            .WithColumn("queued_through").AsInt64().NotNullable();
        Create.Index("ix_webhooks_endpoints_reseller_id").OnTable("webhooks_endpoints").OnColumn("reseller_id").Ascending();

        Create.Table("webhooks_deliveries")
            .WithId("pk_webhooks_deliveries")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("webhook_id").AsInt64().NotNullable()
                .ForeignKey("fk_webhooks_deliveries_webhooks_endpoints_webhook_id", "webhooks_endpoints", "id").OnDelete(Rule.Cascade)
            .WithColumn("message_id").AsString(40).NotNullable()
            .WithColumn("sequence").AsInt64().Nullable()
            .WithColumn("type").AsString(100).NotNullable()
            .WithColumn("at").AsInstant().NotNullable()
            .WithColumn("state").AsEnum().NotNullable()
            .WithColumn("next_attempt_at").AsInstant().Nullable()
            .WithColumn("attempts").AsInt32().NotNullable()
            .WithColumn("tries").AsInt32().NotNullable()
            .WithColumn("delivered_at").AsInstant().Nullable();
        Create.Index("ix_webhooks_deliveries_webhook_id_next_attempt_at").OnTable("webhooks_deliveries").OnColumn("webhook_id").Ascending().OnColumn("next_attempt_at").Ascending();
        Create.Index("ix_webhooks_deliveries_next_attempt_at").OnTable("webhooks_deliveries").OnColumn("next_attempt_at").Ascending();
        Create.Index("ix_webhooks_deliveries_reseller_id").OnTable("webhooks_deliveries").OnColumn("reseller_id").Ascending();

        Create.Table("webhooks_attempts")
            .WithId("pk_webhooks_attempts")
            .WithColumn("reseller_id").AsInt64().NotNullable()
            .WithColumn("delivery_id").AsInt64().NotNullable()
                .ForeignKey("fk_webhooks_attempts_webhooks_deliveries_delivery_id", "webhooks_deliveries", "id").OnDelete(Rule.Cascade)
            .WithColumn("number").AsInt32().NotNullable()
            .WithColumn("at").AsInstant().NotNullable()
            .WithColumn("status").AsInt32().Nullable()
            .WithColumn("error").AsString(300).Nullable()
            .WithColumn("duration_ms").AsInt32().NotNullable()
            .WithColumn("response").AsString(1024).Nullable();
        Create.Index("ix_webhooks_attempts_delivery_id").OnTable("webhooks_attempts").OnColumn("delivery_id").Ascending();
    }
}
